<#
.SYNOPSIS
    Learns to read drawn digits: data, network, training, prediction, in under a minute.
.DESCRIPTION
    Makes up 6,000 images of drawn digits, trains a small convolutional network on them, measures it on digits that it has
    not seen, writes the network to a file, reads it back, and lets it read rows that come down the pipeline.
.EXAMPLE
    ./digits.ps1
.EXAMPLE
    ./digits.ps1 -Epoch 10 -Verbose
#>
[CmdletBinding()]
param(
    # Epochs to train for.
    [ValidateRange(1, 1000)]
    [int] $Epoch = 5,

    # Images to make up; a sixth of them is kept for testing.
    [ValidateRange(100, 1000000)]
    [int] $Count = 6000,

    # The file for the trained network.
    [string] $Path = (Join-Path ([IO.Path]::GetTempPath()) 'digits.safetensors')
)

$ErrorActionPreference = 'Stop'
Import-Module NeuralPS

$train, $test = New-SyntheticDataset Digits -Count $Count -Seed 1 | Split-Dataset -Fraction 0.8334 -Stratify -Seed 1
$train, $test | Out-Host

$network = New-Network -InputShape 28, 28, 1 -Name digits |
    Add-ConvLayer 16 -KernelSize 3 -Activation ReLU | Add-PoolingLayer |
    Add-ConvLayer 32 -KernelSize 3 -Activation ReLU | Add-PoolingLayer |
    Add-FlattenLayer | Add-DropoutLayer 0.25 | Add-DenseLayer 10 -Activation Softmax
$network | Out-Host

$trained = $network | Invoke-Training $train -ValidationDataset $test -Epoch $Epoch -Optimizer Adam -LearningRate 0.002 -Seed 1
$trained.History | Out-Host

'On digits that it has not seen:'
$trained | Measure-Network $test -Metric Accuracy, F1 | Out-Host
'Rows are what was drawn, columns what was read:'
$trained | Get-ConfusionMatrix $test | Out-Host

$trained | Export-Network $Path -Force
$loaded = Import-Network $Path
'{0} has {1:N0} KB; the network in it reads five new digits:' -f (Split-Path $Path -Leaf), ((Get-Item $Path).Length / 1KB)
New-SyntheticDataset Digits -Count 5 -Seed 42 | Get-Prediction $loaded | Out-Host
