namespace HeadTracker.Rendering.Typography;

/// <summary>Thickness of type, by the usual scale from 1 to 1000.</summary>
internal enum TextWeight
{
    Regular = 400,
    Medium = 500,
    SemiBold = 600,
}
