using System.Net.Http.Headers;
using System.Text;
using HeadTracker.Settings;

namespace HeadTracker.Capture;

/// <summary>A file on a web server, which other than a stream has a length.</summary>
/// <param name="Address">http or https.</param>
/// <param name="CanSeek">Whether the server gives parts of it.</param>
/// <param name="IsPicture">By what the server says.</param>
internal sealed record HttpFile(Uri Address, bool CanSeek, bool IsPicture)
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(3), ReadPatience = TimeSpan.FromSeconds(30);

    /// <summary>The file there, or null when there is none, nobody answers, or what is there has no end.</summary>
    public static HttpFile? Find(Uri address)
    {
        if (address.Scheme is not ("http" or "https")) return null;
        try
        {
            using var client = new HttpClient { Timeout = AnswerPatience };
            using var answer = client.Send(Question(HttpMethod.Head, address), HttpCompletionOption.ResponseHeadersRead);
            if (!answer.IsSuccessStatusCode || !(answer.Content.Headers.ContentLength > 0)) return null;
            var kind = answer.Content.Headers.ContentType?.MediaType ?? "";
            var isPicture = kind.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && !kind.Equals("image/gif", StringComparison.OrdinalIgnoreCase);
            return new HttpFile(address, answer.Headers.AcceptRanges.Contains("bytes"), isPicture);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Fetches it whole into a temporary file, which goes with the source.</summary>
    /// <param name="framesPerSecond">At which a picture is taken to run.</param>
    /// <exception cref="UserErrorException">It cannot be fetched or kept, or is neither a film nor a picture.</exception>
    public IFrameSource Fetch(double framesPerSecond)
    {
        var shown = SourceText.Shown(Address.OriginalString);
        TemporaryFile? file = null;
        try
        {
            file = new TemporaryFile(Path.GetExtension(Address.AbsolutePath));
            FetchInto(file.Path).GetAwaiter().GetResult();
            IFrameSource source = IsPicture ? new ImageFilesSource(shown, [file.Path], framesPerSecond) : new VideoFileSource(file.Path);
            return new FetchedSource(shown, source, file);
        }
        catch (Exception e)
        {
            file?.Dispose();
            // Messages of the network may hold the address with its password.
            if (e is HttpRequestException or OperationCanceledException)
            {
                throw new UserErrorException($"{shown} breaks off before its end; check the connection and start again.");
            }

            if (e is IOException or UnauthorizedAccessException)
            {
                throw new UserErrorException($"{shown} cannot be kept in {Path.GetTempPath()} while it is read ({e.Message.TrimEnd('.')}); "
                    + "make room there, or fetch it and give the file.", e);
            }

            if (e is not UserErrorException) throw;
            throw new UserErrorException($"{shown} is no film or picture that can be read, or it is damaged; "
                + "check that the address plays in a media player on this machine.", e);
        }
    }

    private static HttpRequestMessage Question(HttpMethod method, Uri address)
    {
        var question = new HttpRequestMessage(method, address);
        if (address.UserInfo.Length == 0) return question;
        var pass = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo)));
        question.Headers.Authorization = new AuthenticationHeaderValue("Basic", pass);
        return question;
    }

    private async Task FetchInto(string path)
    {
        using var client = new HttpClient { Timeout = ReadPatience };
        using var answer = await client.SendAsync(Question(HttpMethod.Get, Address), HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
        await using var file = File.OpenWrite(path);
        var buffer = new byte[1 << 16];
        for (int read; ;)
        {
            using var limit = new CancellationTokenSource(ReadPatience);
            try
            {
                read = await stream.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
            }
            catch (IOException)
            {
                throw new HttpRequestException();
            }

            if (read == 0) return;
            await file.WriteAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
        }
    }
}
