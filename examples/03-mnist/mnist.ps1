<#
.SYNOPSIS
    The MNIST networks of the lectures: a multilayer perceptron and a convolutional network.
.DESCRIPTION
    Needs the four IDX files of MNIST (or Fashion-MNIST, which has the same form) in a folder, compressed or not.
.EXAMPLE
    ./mnist.ps1 -Path ~/data/mnist
.EXAMPLE
    ./mnist.ps1 -Path ~/data/mnist -Network Convolutional -Epoch 5
.EXAMPLE
    ./mnist.ps1 -Path ~/data/fashion-mnist -Network Fashion
#>
[CmdletBinding()]
param(
    # The folder with train-images-idx3-ubyte.gz and the others.
    [Parameter(Mandatory)]
    [string] $Path,

    # Perceptron: 784-256-128-10 with dropout, 235,146 parameters. Convolutional: two convolutions, 34,826 parameters. Fashion: 784-128-10.
    [ValidateSet('Perceptron', 'Convolutional', 'Fashion')]
    [string] $Network = 'Perceptron',

    # Epochs to train for.
    [ValidateRange(1, 1000)]
    [int] $Epoch = 10
)

$ErrorActionPreference = 'Stop'
Import-Module NeuralPS

$train = Import-Dataset (Join-Path $Path 'train-images-idx3-ubyte*')
$test = Import-Dataset (Join-Path $Path 't10k-images-idx3-ubyte*')
$train, $test | Out-Host

$new = New-Network -InputShape 28, 28, 1 -Name $Network.ToLower()
$description = switch ($Network) {
    'Perceptron' {
        $new | Add-FlattenLayer | Add-DenseLayer 256 -Activation ReLU | Add-DropoutLayer 0.2 |
            Add-DenseLayer 128 -Activation ReLU | Add-DropoutLayer 0.2 | Add-DenseLayer 10 -Activation Softmax
    }
    'Convolutional' {
        $new | Add-ConvLayer 32 -Activation ReLU | Add-PoolingLayer | Add-ConvLayer 64 -Activation ReLU | Add-PoolingLayer |
            Add-FlattenLayer | Add-DropoutLayer 0.5 | Add-DenseLayer 10 -Activation Softmax
    }
    'Fashion' {
        $new | Add-FlattenLayer | Add-DenseLayer 128 -Activation ReLU | Add-DenseLayer 10 -Activation Softmax
    }
}

$description | Out-Host
$description | Invoke-Training $train -ValidationDataset $test -Epoch $Epoch -BatchSize 64 -Seed 1 | Tee-Object -Variable trained |
    Get-TrainingHistory | Out-Host
$trained | Measure-Network $test | Out-Host
$trained | Get-ConfusionMatrix $test | Out-Host
