using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Spotter.Vision.Detectors;

namespace Spotter.Studio.Hosting;

/// <summary>Sends what is measured to a collector of OpenTelemetry, where one is named.</summary>
internal static class Telemetry
{
    private const string Service = "spotter-studio";

    public static void Add(IServiceCollection services, Uri? collector)
    {
        if (collector is null)
        {
            return;
        }

        // Queries are left out of the traces by the instrumentation; headers and bodies are never in them.
        services
            .AddOpenTelemetry()
            .ConfigureResource(static resource =>
                resource.AddService(Service, serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3))
            )
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(SearchInstruments.Name, StudioMetrics.MeterName)
                    .AddAspNetCoreInstrumentation()
                    .AddOtlpExporter(exporter => Send(exporter, collector, "v1/metrics"))
            )
            .WithTracing(traces =>
                traces
                    .AddSource(SearchInstruments.Name)
                    .AddAspNetCoreInstrumentation()
                    .AddOtlpExporter(exporter => Send(exporter, collector, "v1/traces"))
            );
    }

    private static void Send(OtlpExporterOptions exporter, Uri collector, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{collector.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
