namespace NeuralPS;

/// <summary>Activations by name.</summary>
public enum ActivationName
{
    /// <summary>a = z.</summary>
    Linear,

    /// <summary>1 for z above 0, else 0.</summary>
    Step,

    /// <summary>+1 for z above 0, else -1.</summary>
    Sign,

    /// <summary>1 / (1 + exp(-z)).</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(0, z).</summary>
    ReLU,

    /// <summary>z above 0, else alpha z.</summary>
    LeakyReLU,

    /// <summary>z above 0, else alpha (exp(z) - 1).</summary>
    ELU,

    /// <summary>z Phi(z), with the normal distribution function.</summary>
    GELU,

    /// <summary>z sigmoid(z).</summary>
    SiLU,

    /// <summary>log(1 + exp(z)).</summary>
    Softplus,

    /// <summary>exp(z_i) / sum_j exp(z_j).</summary>
    Softmax,
}

/// <summary>Learning-rate schedules by name.</summary>
public enum ScheduleName
{
    /// <summary>The rate stays as it is.</summary>
    Constant,

    /// <summary>It falls by a factor every so many epochs.</summary>
    Step,

    /// <summary>It falls by a factor over each epoch, with every update.</summary>
    Exponential,

    /// <summary>It falls along half a cosine.</summary>
    Cosine,

    /// <summary>It rises over the first epochs, then stays.</summary>
    WarmUp,

    /// <summary>It rises to the optimizer's rate, then falls far below its start.</summary>
    OneCycle,

    /// <summary>It falls by a factor whenever nothing has improved for some epochs.</summary>
    Plateau,
}

/// <summary>Update rules by name.</summary>
public enum OptimizerName
{
    /// <summary>Stochastic gradient descent.</summary>
    SGD,

    /// <summary>SGD with momentum.</summary>
    Momentum,

    /// <summary>SGD with Nesterov's momentum.</summary>
    Nesterov,

    /// <summary>AdaGrad.</summary>
    AdaGrad,

    /// <summary>RMSprop.</summary>
    RMSprop,

    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>L-BFGS over the whole data set, one iteration an epoch.</summary>
    LBFGS,

    /// <summary>The perceptron rule, with the perceptron loss.</summary>
    PerceptronRule,
}

/// <summary>Losses by name.</summary>
public enum LossName
{
    /// <summary>(y - yhat)^2, the mean over the outputs.</summary>
    SquaredError,

    /// <summary>1/2 (y - yhat)^2, the sum over the outputs.</summary>
    HalfSquaredError,

    /// <summary>|y - yhat|, the mean over the outputs.</summary>
    AbsoluteError,

    /// <summary>Squared near zero, absolute further out.</summary>
    Huber,

    /// <summary>max(0, 1 - y yhat).</summary>
    Hinge,

    /// <summary>max(0, -y z).</summary>
    Perceptron,

    /// <summary>Cross-entropy of yes-or-no outputs.</summary>
    BinaryCrossEntropy,

    /// <summary>Cross-entropy of one class out of several.</summary>
    CrossEntropy,
}

/// <summary>Metrics by name.</summary>
public enum MetricName
{
    /// <summary>The fraction of samples whose class is right.</summary>
    Accuracy,

    /// <summary>The fraction of samples whose class is among the five likeliest.</summary>
    Top5Accuracy,

    /// <summary>Of those called positive, the fraction that is.</summary>
    Precision,

    /// <summary>Of the positives, the fraction that is found.</summary>
    Recall,

    /// <summary>The harmonic mean of precision and recall.</summary>
    F1,

    /// <summary>The area under the ROC curve.</summary>
    AUC,

    /// <summary>The mean absolute error.</summary>
    MAE,

    /// <summary>The root of the mean squared error.</summary>
    RMSE,

    /// <summary>The coefficient of determination.</summary>
    R2,
}

/// <summary>What pooling takes of each window.</summary>
public enum PoolingKind
{
    /// <summary>The maximum.</summary>
    Max,

    /// <summary>The mean.</summary>
    Average,

    /// <summary>The maximum of the whole image.</summary>
    GlobalMax,

    /// <summary>The mean of the whole image.</summary>
    GlobalAverage,

    /// <summary>The mean of as many windows as the output has pixels.</summary>
    AdaptiveAverage,
}
