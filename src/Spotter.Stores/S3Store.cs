using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Spotter.Sources.Stores;

namespace Spotter.Stores;

/// <summary>
/// S3, and what speaks as it does. Who asks, where and in which region is found as every program of AWS finds it:
/// variables (<c>AWS_ACCESS_KEY_ID</c>, <c>AWS_REGION</c>, <c>AWS_PROFILE</c>), its files, or what the machine is
/// given. <c>AWS_ENDPOINT_URL_S3</c> or <c>AWS_ENDPOINT_URL</c> name another server.
/// </summary>
internal sealed class S3Store : IObjectStore
{
    private readonly AmazonS3Client _client;

    private S3Store(AmazonS3Client client) => _client = client;

    /// <exception cref="SpotterException">There is no region, or the server's address is none.</exception>
    public static S3Store Open()
    {
        try
        {
            string? server = Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");
            var config = new AmazonS3Config { RetryMode = RequestRetryMode.Standard, MaxErrorRetry = 4 };
            if (server is not null)
            {
                // Servers of one's own have no name a bucket.
                config.ServiceURL = server;
                config.ForcePathStyle = true;
                config.AuthenticationRegion = Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? "us-east-1";
            }

            return new S3Store(new AmazonS3Client(config));
        }
        catch (Exception e) when (e is AmazonClientException or ArgumentException or UriFormatException)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"s3: {e.Message.Split('\n', 2)[0].Trim().TrimEnd('.')}; set AWS_REGION, AWS_ACCESS_KEY_ID and "
                    + "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
                e
            );
        }
    }

    public IEnumerable<string> List(string bucket, string prefix, bool recursive)
    {
        string? next = null;
        do
        {
            ListObjectsV2Response page = Ask(bucket, prefix, () => _client.ListObjectsV2Async(
                    new ListObjectsV2Request
                    {
                        BucketName = bucket,
                        Prefix = prefix,
                        Delimiter = recursive ? null : "/",
                        ContinuationToken = next,
                    }
                ));
            foreach (S3Object one in page.S3Objects ?? [])
            {
                // What is named as the folder itself is how consoles make an empty one.
                if (!one.Key.EndsWith('/'))
                {
                    yield return one.Key;
                }
            }

            foreach (string folder in page.CommonPrefixes ?? [])
            {
                yield return folder;
            }

            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        } while (next is not null);
    }

    public (long Length, string Version) Describe(string bucket, string key)
    {
        GetObjectMetadataResponse found = Ask(bucket, key, () => _client.GetObjectMetadataAsync(bucket, key));
        return (found.ContentLength, found.ETag);
    }

    public void Read(
        string bucket,
        string key,
        string version,
        long offset,
        Span<byte> destination,
        CancellationToken cancellationToken
    )
    {
        var range = new ByteRange(offset, offset + destination.Length - 1);
        using GetObjectResponse response = Ask(bucket, key, () => _client.GetObjectAsync(
                new GetObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    ByteRange = range,
                    EtagToMatch = version,
                },
                cancellationToken
            ));
        response.ResponseStream.ReadExactly(destination);
    }

    public MemoryStream ReadAll(string bucket, string key, long most, CancellationToken cancellationToken)
    {
        using GetObjectResponse response = Ask(bucket, key, () =>
            _client.GetObjectAsync(bucket, key, cancellationToken)
        );
        if (response.ContentLength > most)
        {
            throw new IOException($"it has {response.ContentLength >> 20} MB, and {most >> 20} MB are the most");
        }

        byte[] content = new byte[response.ContentLength];
        response.ResponseStream.ReadExactly(content);
        return new MemoryStream(content, writable: false);
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static T Ask<T>(string bucket, string key, Func<Task<T>> ask)
    {
        try
        {
            return ask().GetAwaiter().GetResult();
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            throw new IOException("it was changed while it was read; begin anew", e);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw new IOException($"there is no bucket {bucket}, or nothing called {key} in it; check the name", e);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            throw new IOException("may not be read with these keys; check AWS_ACCESS_KEY_ID or AWS_PROFILE", e);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new IOException($"the store does not answer: {e.Message.Split('\n', 2)[0].Trim()}", e);
        }
    }
}
