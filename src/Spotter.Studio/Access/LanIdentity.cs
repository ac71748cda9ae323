using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Spotter.Studio.Access;

/// <summary>What this machine is to others on the local network: its addresses, and a certificate for them.</summary>
internal static class LanIdentity
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan ClockDifference = TimeSpan.FromDays(1);
    private static readonly TimeSpan Validity = TimeSpan.FromDays(30);

    /// <summary>IPv4 addresses of the interfaces that are up, those with a gateway first.</summary>
    public static IReadOnlyList<IPAddress> Addresses() =>
        [
            .. NetworkInterface
                .GetAllNetworkInterfaces()
                .Where(static network =>
                    network.OperationalStatus == OperationalStatus.Up
                    && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
                )
                .Select(static network => network.GetIPProperties())
                .OrderByDescending(static properties => properties.GatewayAddresses.Count)
                .SelectMany(static properties => properties.UnicastAddresses)
                .Select(static address => address.Address)
                .Where(static address =>
                    address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)
                ),
        ];

    /// <summary>
    /// A certificate that this machine signs itself, new at each start; its key never touches the disk.
    /// </summary>
    public static X509Certificate2 CreateCertificate(string hostName, IEnumerable<IPAddress> addresses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Spotter Studio", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(hostName);
        foreach (IPAddress address in addresses.Append(IPAddress.Loopback))
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true)
        );
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false)
        );
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now - ClockDifference, now + Validity);

        // Windows serves TLS only with a key that came out of a PKCS #12 store.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
