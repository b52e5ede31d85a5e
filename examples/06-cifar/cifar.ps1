<#
.SYNOPSIS
    Small photographs: the convolutional network of ISLR and ResNet-20 on CIFAR-10.
.DESCRIPTION
    Trains both networks, or one of them, on images of CIFAR-10 and tells the accuracy that they reach on images that they have not seen.

    The folder holds the binary version of CIFAR-10, compressed or not: data_batch_1.bin to learn from (as many batches as there are),
    test_batch.bin to test with, and batches.meta.txt with the names of the classes. One batch of 10,000 images is enough to see both networks
    learn; the published accuracies are those of all five batches and many more epochs.
.EXAMPLE
    ./cifar.ps1
.EXAMPLE
    ./cifar.ps1 -Network ResNet20 -Epoch 60 -Path ~/data/cifar-10-batches-bin
.EXAMPLE
    ./cifar.ps1 -Count 1000 -Epoch 2
#>
[CmdletBinding()]
param(
    # The folder. Without it cifar-10 in the folder of $env:NEURALPS_DATA, or in shared/data beside this repository.
    [string] $Path,

    # The networks to train.
    [ValidateSet('ISLR', 'ResNet20')]
    [string[]] $Network = ('ISLR', 'ResNet20'),

    # Epochs to train for. Without it 20, which take some minutes.
    [ValidateRange(1, 1000)]
    [int] $Epoch = 20,

    # Images to learn from, for a quick look. Without it all.
    [ValidateRange(100, 50000)]
    [int] $Count = 50000,

    # The seed of all random numbers.
    [ulong] $Seed = 1
)

$ErrorActionPreference = 'Stop'
Import-Module NeuralPS

if (-not $Path) {
    $Path = @($env:NEURALPS_DATA, (Join-Path $PSScriptRoot .. .. .. shared data)) | Where-Object { $_ } |
        ForEach-Object { Join-Path $_ cifar-10 } | Where-Object { Test-Path -LiteralPath $_ -PathType Container } | Select-Object -First 1
}
if (-not $Path) { throw 'There is no CIFAR-10 here. Unpack its binary version, cifar-10-binary.tar.gz, and give the folder with -Path.' }

$train = Import-Dataset (Join-Path $Path 'data_batch_*.bin*') | Join-Dataset -Name cifar-10
$test = Import-Dataset (Join-Path $Path 'test_batch*.bin*') | Join-Dataset -Name 'cifar-10 test'
if ($Count -lt $train.Count) { $train, $null = $train | Split-Dataset -Fraction ($Count / $train.Count) -Stratify -Seed $Seed }
$train, $test | Out-Host

# Each epoch sees each image shifted by up to four pixels, and flipped or not: few images last longer.
$augmentation = New-Augmentation -Shift 4 -FlipHorizontal

# The learning rate rises over the first epochs and then falls to almost nothing: in few epochs that reaches more than a constant one.
$trainings = @{
    ISLR = @{ Optimizer = 'Adam'; LearningRate = 0.001; BatchSize = 64; Schedule = 'OneCycle' }
    ResNet20 = @{ Optimizer = New-Optimizer Nesterov -LearningRate 0.1 -WeightDecay 1e-4; BatchSize = 128; Schedule = 'OneCycle' }
}
$descriptions = @{
    ISLR = New-Network -Preset ISLRCifar100 -ClassCount 10 -Name ISLR
    ResNet20 = New-Network -Preset ResNet20
}

$results = foreach ($name in $Network) {
    $training = $trainings[$name]
    $descriptions[$name] | Out-Host
    $trained = $descriptions[$name] | Invoke-Training $train -ValidationDataset $test -Augmentation $augmentation -Epoch $Epoch -Seed $Seed @training
    $trained.History | Out-Host
    $trained | Get-ConfusionMatrix $test | Out-Host
    $trained | Measure-Network $test -Metric Accuracy, Top5Accuracy
}

'On images that they have not seen:'
$results
