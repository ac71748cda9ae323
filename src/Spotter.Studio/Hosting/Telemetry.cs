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
    private const int LongestFlushMilliseconds = 2000;

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

    /// <summary>Sends what is left while it is there; a collector that is gone is not waited for long.</summary>
    public static void Flush(IServiceProvider services) =>
        services.GetService<MeterProvider>()?.ForceFlush(LongestFlushMilliseconds);

    private static void Send(OtlpExporterOptions exporter, Uri collector, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{collector.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
