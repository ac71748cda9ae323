using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Spotter.Studio.Access;
using Spotter.Studio.Classifiers;
using Spotter.Studio.Datasets;
using Spotter.Studio.Detecting;
using Spotter.Studio.Detectors;
using Spotter.Studio.Examples;
using Spotter.Studio.Explaining;
using Spotter.Studio.Jobs;
using Spotter.Studio.Labels;
using Spotter.Studio.Live;
using Spotter.Studio.Playground;
using Spotter.Studio.Scheduling;

namespace Spotter.Studio.Hosting;

/// <summary>Puts the studio together.</summary>
internal static class StudioApplication
{
    // Requests without a file are a few lines of JSON.
    private const long UsualBodyBytes = 64 << 10;

    // Pictures, videos and networks are as small as they get.
    private static readonly string[] Compressible =
    [
        "text/html",
        "text/css",
        "text/javascript",
        "text/csv",
        "text/plain",
        "image/svg+xml",
        "application/json",
        "application/jsonl",
    ];

    private static readonly TimeSpan HeadPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);

    public static WebApplication Build(
        StudioOptions options,
        AccessRules rules,
        X509Certificate2? certificate,
        StudioLog log,
        StudioAddition? addition = null
    )
    {
        // Empty: neither the working folder's appsettings.json nor variables like ASPNETCORE_URLS may open the studio
        // to others.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "Spotter.Studio", ContentRootPath = AppContext.BaseDirectory }
        );
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, certificate));
        AddServices(builder.Services, options, rules, log);
        addition?.AddServices(builder.Services);
        WebApplication app = builder.Build();

        // A folder that cannot be written is said at the start and not at the first upload.
        app.Services.GetRequiredService<DataFolders>();
        app.Services.GetRequiredService<Sweeper>();
        ProxyAddress.Use(app, options.PublicAddress);
        app.Use(
            static async (context, next) =>
            {
                using IDisposable? busy = Door.Busy(context);
                context.Request.Body = new PatientStream(context.Request.Body);
                SecurityHeaders.Add(context);
                await next(context);
            }
        );
        app.UseResponseCompression();
        app.UseMiddleware<ProblemMiddleware>();

        // In this order: the endpoint is known before its rights are asked for, and nothing is worked on before they
        // are.
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(
            static (context, next) =>
            {
                AddressValues.Check(context);
                Caching.Apply(context);
                return next(context);
            }
        );
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = PingInterval, KeepAliveTimeout = PingInterval });
        PageFiles.Map(app);
        RouteGroupBuilder api = ApiRoutes.Group(app);
        HealthEndpoints.Map(api);
        SessionEndpoints.Map(api);
        DetectEndpoints.Map(api);
        StickerEndpoints.Map(api);
        JobEndpoints.Map(api);
        LiveEndpoints.Map(api);
        DatasetEndpoints.Map(api);
        RunEndpoints.Map(api);
        TestPictureEndpoints.Map(api);
        ClassifyEndpoints.Map(api);
        ExplainEndpoints.Map(api);
        ExampleEndpoints.Map(api);
        LabelEndpoints.Map(api);
        DetectorRunEndpoints.Map(api);
        ApiRoutes.Complete(app);
        InterfaceDocument.Map(app, options.PublicAddress);
        addition?.Map(app);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, StudioOptions options, X509Certificate2? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = UsualBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = HeadPatience;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
        int most = options.Limits.Connections;
        kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            Guard(listen, new Door(isForThisMachine: options.PublicAddress is null, most, most));
        });
        if (certificate is not null)
        {
            kestrel.Listen(IPAddress.Any, options.LanPort, listen =>
            {
                Guard(listen, new Door(isForThisMachine: false, most, options.Limits.ConnectionsPerAddress));

                // Over HTTP/2 a WebSocket is a request of another method, which browsers choose by themselves.
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(certificate);
            });
        }
    }

    private static void Guard(ListenOptions listen, Door door) =>
        listen.Use(next => connection => door.ServeAsync(connection, next));

    private static void AddServices(
        IServiceCollection services,
        StudioOptions options,
        AccessRules rules,
        StudioLog log
    )
    {
        services.AddRoutingCore();
        services.Configure<RouteHandlerOptions>(static handlers => handlers.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, StudioJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

            // A number in quotes is a text.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddResponseCompression(static compression =>
        {
            // No answer holds a secret beside what somebody else has put into it.
            compression.EnableForHttps = true;
            compression.MimeTypes = Compressible;
        });
        Telemetry.Add(services, options.Collector);
        services.AddSingleton(options);
        services.AddSingleton(options.Limits);
        services.AddSingleton(rules);
        services.AddSingleton(log);
        services.AddSingleton<Sessions>();
        Rights.Add(services);
        services.AddSingleton(new ByteBudget(options.Limits.WaitingBytes));
        services.AddSingleton(static provider => new DataFolders(
            provider.GetRequiredService<StudioOptions>().DataFolder
        ));
        services.AddSingleton<Veil>();
        services.AddSingleton<Storage>();
        services.AddSingleton<Sweeper>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<RepeatableRequests>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobIntake>();
        services.AddSingleton<DatasetStore>();
        services.AddSingleton<DatasetIntake>();
        services.AddSingleton<NearDuplicates>();
        services.AddSingleton<TrainingService>();
        services.AddSingleton<LabelStore>();
        services.AddSingleton<DetectorTrainingService>();
        services.AddSingleton<ExampleShelf>();
        services.AddSingleton<RunModels>();
        services.AddSingleton<ExplainService>();
        services.AddSingleton<StudioMetrics>();
        services.AddSingleton<StudioLifetime>();
        services.AddSingleton<IHostLifetime, QuietLifetime>();
        services.AddSingleton<NetworkCheck>();
        services.AddSingleton<OwnNetworks>();
        services.AddSingleton<DetectorShelf>();
        services.AddSingleton<DetectService>();
        services.AddSingleton<ModelWarmUp>();
        services.AddSingleton(static _ => new FairScheduler(Environment.ProcessorCount));
    }
}

/// <summary>What is put into a studio besides: who makes its documents looks at its endpoints.</summary>
internal sealed record StudioAddition(Action<IServiceCollection> AddServices, Action<IEndpointRouteBuilder> Map);
