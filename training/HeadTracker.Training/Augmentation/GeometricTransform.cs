using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Augmentation;

/// <summary>
/// What happens to one image and, with it, to its head pose: first the flip, then the rotation about the box's centre, then the
/// box moves on the result (which leaves the pose as it is).
/// </summary>
/// <param name="Flip">Whether left and right are exchanged.</param>
/// <param name="Rotation">Degrees clockwise, as the image shows it.</param>
/// <param name="ShiftX">How far the box moves right, as a share of its side.</param>
/// <param name="ShiftY">How far it moves down.</param>
/// <param name="Scale">Factor of the box's side.</param>
public readonly record struct GeometricTransform(bool Flip, float Rotation, float ShiftX = 0, float ShiftY = 0, float Scale = 1)
{
    public static readonly GeometricTransform Identity = new(Flip: false, 0);

    /// <param name="random">The batch's stream.</param>
    /// <param name="options">What may happen.</param>
    /// <param name="head">The pose before.</param>
    public static GeometricTransform Draw(SeededRandom random, AugmentationOptions options, Quaternion head) => new(
        random.Chance(options.Flip),
        random.Between(-options.Rotation,
            options.Rotation) * (options.RotationFades ? MathF.Abs(MathF.Cos(EulerAngles.FromRotation(head).Yaw * (MathF.PI / 180))) : 1),
        random.Between(-options.BoxShift, options.BoxShift),
        random.Between(-options.BoxShift, options.BoxShift),
        1 + random.Between(-options.BoxScale, options.BoxScale));

    /// <summary>The pose of the head in the changed image.</summary>
    /// <remarks>
    /// A mirror image conjugates the rotation with diag(-1, 1, 1); turning the image turns the head about the camera's axis, from the left:
    /// R' = Rz(-φ)·R. Adding φ to the roll angle would be wrong unless yaw and pitch are 0, as roll is the innermost of the three rotations.
    /// </remarks>
    public Quaternion Apply(Quaternion rotation)
    {
        var mirrored = Flip ? new Quaternion(rotation.X, -rotation.Y, -rotation.Z, rotation.W) : rotation;
        return Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -Rotation * (MathF.PI / 180)) * mirrored;
    }

    /// <inheritdoc cref="Apply(Quaternion)"/>
    public EulerAngles Apply(EulerAngles angles) => Apply(angles, angles.ToRotation());

    /// <summary>
    /// The labelled angles in the changed image: the label itself where the image is not turned, mirrored number by number; else the turned rotation's
    /// triple that is nearest to it.
    /// </summary>
    /// <param name="angles">As labelled, which need not be the rotation's own triple.</param>
    /// <param name="rotation">The label's rotation.</param>
    public EulerAngles Apply(EulerAngles angles, Quaternion rotation)
    {
        var mirrored = Flip ? angles with { Yaw = -angles.Yaw, Roll = -angles.Roll } : angles;
        return Rotation == 0 ? mirrored : EulerAngles.FromRotation(Apply(rotation)).NearestTo(mirrored);
    }

    /// <summary>
    /// Where a pixel of the result comes from: source = A·(x, y) + b, both in pixels from the box's centre.
    /// </summary>
    /// <param name="side">Side of the box in pixels.</param>
    /// <param name="aspect">
    /// Width over height the box had before it was stretched to a square: the turn is a rotation in the photo's pixels, not in the square's.
    /// </param>
    public Matrix3x2 ToSource(float side, float aspect)
    {
        var (sin, cos) = MathF.SinCos(Rotation * (MathF.PI / 180));
        var mirror = Flip ? -1 : 1;
        // Vector2.Transform multiplies row vectors: x' = M11 x + M21 y + M31.
        var turn = new Matrix3x2(mirror * cos, -sin * aspect, mirror * sin / aspect, cos, 0, 0);
        var move = Matrix3x2.CreateScale(Scale) * Matrix3x2.CreateTranslation(ShiftX * side, ShiftY * side);
        return move * turn;
    }
}
