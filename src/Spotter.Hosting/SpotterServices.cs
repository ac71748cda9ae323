using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Spotter.Hosting.Health;
using Spotter.Hosting.Settings;
using Spotter.Vision;

namespace Spotter.Hosting;

/// <summary>Puts detectors into an application's services.</summary>
/// <example>
/// <code>
/// builder.Services.AddSpotter();
/// builder.Services.AddHealthChecks().AddSpotter();
/// app.MapPost("/faces", ([FromKeyedServices("faces")] IDetector faces, Stream body) =&gt; ...);
/// </code>
/// </example>
public static class SpotterServices
{
    /// <summary>
    /// Adds detectors as singletons: <c>IDetector</c> keyed by name, <see cref="DetectorSet"/> with all of them, and
    /// <c>IDetector</c> without a key where there is one alone. Settings are those of the section <c>Spotter</c> of the
    /// application's configuration, and are checked when the application starts.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the settings after configuration was read.</param>
    public static IServiceCollection AddSpotter(
        this IServiceCollection services,
        Action<SpotterOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        services.AddSingleton<IConfigureOptions<SpotterOptions>>(static provider => new ConfiguredOptions(
            provider.GetService<IConfiguration>()?.GetSection(SpotterOptions.SectionName)
        ));
        return services.AddDetectors(configure);
    }

    /// <summary>The same with the settings of a section that the application names.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">Holds <c>Detectors</c> and the rest of <see cref="SpotterOptions"/>.</param>
    /// <param name="configure">Changes the settings after configuration was read.</param>
    public static IServiceCollection AddSpotter(
        this IServiceCollection services,
        IConfigurationSection section,
        Action<SpotterOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        services.AddOptions();
        services.AddSingleton<IConfigureOptions<SpotterOptions>>(new ConfiguredOptions(section));
        return services.AddDetectors(configure);
    }

    /// <summary>
    /// Adds a health check: healthy when the listed detectors are loaded, and ffmpeg is there where
    /// <see cref="SpotterOptions.Video"/> says that videos are read.
    /// </summary>
    /// <param name="checks">The application's health checks.</param>
    /// <param name="name">What the check is called.</param>
    /// <param name="failureStatus">What it answers when not; null means unhealthy.</param>
    /// <param name="tags">Tags to choose checks by, such as <c>ready</c>.</param>
    public static IHealthChecksBuilder AddSpotter(
        this IHealthChecksBuilder checks,
        string name = "spotter",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null
    )
    {
        ArgumentNullException.ThrowIfNull(checks);
        checks.Services.TryAddSingleton<SpotterHealthCheck>();
        return checks.Add(
            new HealthCheckRegistration(
                name,
                static provider => provider.GetRequiredService<SpotterHealthCheck>(),
                failureStatus,
                tags
            )
        );
    }

    private static IServiceCollection AddDetectors(this IServiceCollection services, Action<SpotterOptions>? configure)
    {
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SpotterOptions>, OptionsCheck>());
        services.AddOptions<SpotterOptions>().ValidateOnStart();
        services.TryAddSingleton<DetectorSet>();
        services.TryAddSingleton<IDetector>(static provider => provider.GetRequiredService<DetectorSet>().GetOnly());

        // Names are known when configuration is, later than now: any key is answered, and one that there is not
        // refused.
        services.TryAddKeyedSingleton<IDetector>(KeyedService.AnyKey, static (provider, key) =>
            provider.GetRequiredService<DetectorSet>().Get(key as string ?? $"{key}")
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DetectorWarmUp>());
        return services;
    }
}
