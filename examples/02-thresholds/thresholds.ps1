<#
.SYNOPSIS
    Threshold units: AND by hand, AND and OR learned by the perceptron rule, XOR not, XOR by two layers.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
Import-Module NeuralPS

'AND by hand: weights 1 and 1, threshold 1.5, inputs and outputs -1 and +1'
$and = New-Network -InputShape 2 | Add-DenseLayer 1 -Activation Sign -Name unit | Set-NetworkWeight unit -Weight 1, 1 -Bias -1.5
foreach ($row in @(1, 1), @(1, -1), @(-1, 1), @(-1, -1)) {
    '{0,2} AND {1,2} = {2,2}' -f $row[0], $row[1], (, $row | Get-Prediction $and).Prediction
}

foreach ($table in 'And', 'Or', 'Xor') {
    $data = New-SyntheticDataset $table -Signed
    $unit = New-Network -InputShape 2 -Name $table | Add-DenseLayer 1 -Activation Sign -WeightInitializer Zeros |
        Invoke-Training $data -Optimizer PerceptronRule -Epoch 20 -WarningVariable warnings -WarningAction SilentlyContinue
    $accuracy = ($unit | Measure-Network $data).Accuracy
    '{0,-3} by the perceptron rule: {1:P0} right after {2} epochs{3}' -f
        $table, $accuracy, $unit.History.Count, $(if ($warnings) { ', not converged' } else { ', converged' })
}

'XOR by two layers:'
$xor = New-SyntheticDataset Xor
New-Network -InputShape 2 -Name xor | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 1 -Activation Sigmoid |
    Invoke-Training $xor -Optimizer Adam -LearningRate 0.05 -FullBatch -Epoch 500 -Seed 1 | Tee-Object -Variable learned |
    Measure-Network $xor | Out-Host
$xor | Get-Prediction $learned | Out-Host
