namespace NeuralPS.Engine.Kernels;

/// <summary>1.</summary>
internal readonly struct One : IConstant
{
    public static int Value => 1;
}

/// <summary>2.</summary>
internal readonly struct Two : IConstant
{
    public static int Value => 2;
}

/// <summary>3.</summary>
internal readonly struct Three : IConstant
{
    public static int Value => 3;
}

/// <summary>4.</summary>
internal readonly struct Four : IConstant
{
    public static int Value => 4;
}

/// <summary>5.</summary>
internal readonly struct Five : IConstant
{
    public static int Value => 5;
}

/// <summary>6.</summary>
internal readonly struct Six : IConstant
{
    public static int Value => 6;
}

/// <summary>7.</summary>
internal readonly struct Seven : IConstant
{
    public static int Value => 7;
}

/// <summary>8.</summary>
internal readonly struct Eight : IConstant
{
    public static int Value => 8;
}
