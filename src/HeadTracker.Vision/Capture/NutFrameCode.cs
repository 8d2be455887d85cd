namespace HeadTracker.Capture;

/// <summary>Which fields stand before a frame's bytes.</summary>
[Flags]
internal enum NutFields
{
    CodedTime = 8,
    StreamId = 16,
    SizeHigh = 32,
    Checksum = 64,
    Reserved = 128,
    SideData = 256,
    HeaderIndex = 1024,
    MatchTime = 2048,
    Coded = 4096,
    Invalid = 8192,
}

/// <summary>What the first byte of a frame in a NUT container stands for.</summary>
/// <param name="Fields">The fields that follow.</param>
/// <param name="TimeDelta">Ticks since the frame before, unless the time is coded.</param>
/// <param name="Multiplier">By what the high part of the size, if it follows, is to be multiplied.</param>
/// <param name="Size">The low part of the size in bytes.</param>
/// <param name="Reserved">How many fields of later versions follow, unless that is coded.</param>
/// <param name="HeaderIndex">Which beginning is left out of the frame, unless that is coded.</param>
internal readonly record struct NutFrameCode(NutFields Fields, long TimeDelta = 0, long Multiplier = 1, long Size = 0, long Reserved = 0, long HeaderIndex = 0)
{
    /// <summary>Reads the table from a main header. It is written in runs; what a run does not state is as in the run before.</summary>
    public static NutFrameCode[] ReadTable(NutInput input)
    {
        var codes = new NutFrameCode[256];
        long timeDelta = 0, multiplier = 1, headerIndex = 0;
        for (var i = 0; i < codes.Length;)
        {
            var fields = (NutFields)input.ReadNumber();
            var stated = input.ReadNumber();
            if (stated > 0) timeDelta = input.ReadSigned();
            if (stated > 1) multiplier = input.ReadNumber();
            if (stated > 2) input.ReadNumber();
            var size = stated > 3 ? input.ReadNumber() : 0;
            var reserved = stated > 4 ? input.ReadNumber() : 0;
            var count = stated > 5 ? input.ReadNumber() : multiplier - size;
            if (stated > 6) input.ReadSigned();
            if (stated > 7) headerIndex = input.ReadNumber();
            for (var j = 8; j < stated; j++) input.ReadNumber();
            for (var j = 0; j < count && i < codes.Length; i++)
            {
                // 'N' begins a packet and so never a frame.
                codes[i] = i == 'N' ? new NutFrameCode(NutFields.Invalid) : new NutFrameCode(fields, timeDelta, multiplier, size + j++, reserved, headerIndex);
            }
        }

        return codes;
    }
}
