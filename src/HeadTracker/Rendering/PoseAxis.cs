namespace HeadTracker.Rendering;

/// <summary>The three drawn axes, in the drawing convention of HopeNet and the papers after it.</summary>
public enum PoseAxis
{
    /// <summary>Red: to the image's right when the face looks into the camera, which is the person's left.</summary>
    X,

    /// <summary>Green: down to the chin (the head frame's -y).</summary>
    Y,

    /// <summary>Blue: out of the nose.</summary>
    Z,
}
