namespace HeadTracker.Diagnostics;
internal static class OpenGlProbe { public static string Describe() => throw new NotImplementedException(); }
