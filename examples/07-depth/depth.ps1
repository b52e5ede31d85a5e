<#
.SYNOPSIS
    Wide and deep: one hidden layer fits any function if it is wide enough, and deep networks do it with fewer parameters.
.DESCRIPTION
    First, universality: one hidden layer of growing width fits a sine, and the error falls with the width.

    Then depth: the tent map t(x) = 1 - |1 - 2 x|, applied three times, is a saw of four teeth. A network of several layers can fold the line as
    the map does; one hidden layer with as many parameters has to lay down each edge by itself.
.EXAMPLE
    ./depth.ps1
#>
[CmdletBinding()]
param(
    # Epochs to train each network of the second part for.
    [ValidateRange(1, 10000)]
    [int] $Epoch = 60,

    # The seed of all random numbers.
    [ulong] $Seed = 1
)

$ErrorActionPreference = 'Stop'
Import-Module NeuralPS

'One hidden layer against a sine:'
$sine = New-SyntheticDataset Sine -Noise 0 -Seed $Seed
1, 2, 4, 8 | ForEach-Object {
    $network = New-Network 1 | Add-DenseLayer $_ -Activation Tanh | Add-DenseLayer 1 |
        Invoke-Training $sine -Epoch 200 -LearningRate 0.02 -Schedule Cosine -Seed $Seed
    [pscustomobject]@{
        Width = $_
        Parameters = $network.ParameterCount
        RMSE = ($network | Measure-Network $sine -Metric RMSE).RMSE.ToString('F4', [cultureinfo]::InvariantCulture)
    }
} | Format-Table

'Deep against wide, with as many parameters:'
$x = 0..1999 | ForEach-Object { $_ / 2000 }
$y = $x | ForEach-Object { $t = $_; 1..3 | ForEach-Object { $t = 1 - [Math]::Abs(1 - 2 * $t) }; $t }
$saw = ConvertTo-Dataset -InputObject ($x | ForEach-Object { , @($_) }) -Target $y -Name saw
1..5 | ForEach-Object {
    $deep = New-Network 1
    foreach ($layer in 1..$_) { $deep = $deep | Add-DenseLayer 16 -Activation ReLU }
    $deep = $deep | Add-DenseLayer 1

    # u units have 3 u + 1 parameters: a weight, a bias, and a weight of the output.
    $units = [int][Math]::Round(($deep.ParameterCount - 1) / 3)
    $wide = New-Network 1 | Add-DenseLayer $units -Activation ReLU | Add-DenseLayer 1
    $errors = $deep, $wide | ForEach-Object {
        $trained = $_ | Invoke-Training $saw -Epoch $Epoch -LearningRate 0.01 -Schedule Cosine -Seed $Seed
        ($trained | Measure-Network $saw -Metric RMSE).RMSE.ToString('F4', [cultureinfo]::InvariantCulture)
    }
    [pscustomobject]@{
        Deep = "$_ x 16"
        Parameters = $deep.ParameterCount
        RMSE = $errors[0]
        Wide = "1 x $units"
        WideParameters = $wide.ParameterCount
        WideRMSE = $errors[1]
    }
} | Format-Table
