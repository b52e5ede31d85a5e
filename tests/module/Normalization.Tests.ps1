#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Layers that normalise: batch normalisation with its running statistics.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $moons = New-SyntheticDataset Moons -Count 200 -Noise 0.1 -Seed 1
    $base = New-Network 2 | Add-DenseLayer 8 -NoBias | Add-BatchNormLayer -Activation ReLU | Add-DenseLayer 2 -Activation Softmax
}

Describe 'Batch normalisation' {
    It 'Predicts with the running statistics' {
        $network = New-Network 2 | Add-BatchNormLayer -Epsilon 1e-9 -Name norm |
            Set-NetworkWeight norm -Role scale -Value 2, 1 | Set-NetworkWeight norm -Role Shift -Value 0, 10 |
            Set-NetworkWeight norm -Role mean -Value 5, 0 | Set-NetworkWeight norm -Role variance -Value 4, 1
        Get-Output $network (7, 3) | Should -Be 2, 13
        $image = New-Network 1, 2, 2 | Add-BatchNormLayer -NoScale -NoShift -Activation ReLU -Epsilon 1e-9 -Name norm |
            Set-NetworkWeight norm -Role mean -Value 1, 2 | Set-NetworkWeight norm -Role variance -Value 4, 0.25
        Get-Output $image (3, 1, -1, 3) | Should -Be 1, 0, 0, 2
    }

    It 'Counts what is trained apart from what is not' {
        $base.ParameterCount | Should -Be (16 + 16 + 18)
        $base.NonTrainableCount | Should -Be 16
        $base.Layers[1].ParameterCount | Should -Be 16
        $base.Layers[1].NonTrainableCount | Should -Be 16
        $base.Summary | Should -Match '50 parameters \(200 B\), 16 not trained'
        (New-Network 5 | Add-BatchNormLayer -NoScale).ParameterCount | Should -Be 5
        $weights = $base | Initialize-Network -Seed 1 | Get-NetworkWeight batchnorm1
        $weights.Role | Should -Be 'scale', 'shift', 'mean', 'variance'
        $weights.IsTrainable | Should -Be $true, $true, $false, $false
        $weights.Value | Select-Object -First 8 | Should -Be (1, 1, 1, 1, 1, 1, 1, 1)
        $weights[3].Value | Should -Be (1, 1, 1, 1, 1, 1, 1, 1)
    }

    It 'Learns, with the same bits through a file and on any number of threads' {
        $whole = $base | Invoke-Training $moons -Epoch 4 -Seed 1 -ThrottleLimit 1
        $path = Join-Path $TestDrive 'part.safetensors'
        $base | Invoke-Training $moons -Epoch 2 -Seed 1 | Export-Network $path
        $rest = Import-Network $path | Invoke-Training $moons -Epoch 2 -ThrottleLimit 3
        Get-WeightText $rest | Should -BeExactly (Get-WeightText $whole)
        ($whole | Get-NetworkWeight batchnorm1)[2].Maximum | Should -Not -Be 0
        ($base | Invoke-Training $moons -Epoch 40 -LearningRate 0.02 -Seed 1 | Measure-Network $moons).Accuracy | Should -BeGreaterThan 0.95
        $check = New-Network 2 | Add-DenseLayer 4 -NoBias | Add-BatchNormLayer -Activation Tanh | Add-DenseLayer 2 | Test-Gradient $moons
        $check.Tensor | Should -Be 'dense1.weight', 'batchnorm1.scale', 'batchnorm1.shift', 'dense2.weight', 'dense2.bias'
        $check.Passed | Should -Not -Contain $false
    }

    It 'Refuses what makes no sense' {
        Assert-Error { New-Network 2 | Add-BatchNormLayer -Momentum 1.5 } 'ParameterArgumentValidationError' 'InvalidData' 'at most 1'
        Assert-Error { New-Network 2 | Add-BatchNormLayer -Epsilon 0 } 'ParameterArgumentValidationError' 'InvalidData' 'above 0'
        Assert-Error { $base | Invoke-Training $moons -BatchSize 1 } 'BatchNormNeedsSeveral' 'InvalidArgument' 'batchnorm1', '-BatchSize'
        Assert-Error { $base | Set-NetworkWeight batchnorm1 -Role variance -Value (1, 1, 1, 1, 1, 1, 1, -1) } 'VarianceNegative' 'InvalidArgument' 'batchnorm1'
        Assert-Error { $base | Set-NetworkWeight batchnorm1 -Role mean -Value 1, 2 } 'WeightShape' 'InvalidArgument' 'mean', 'batchnorm1'
        Assert-Error { $base | Set-NetworkWeight dense1 -Role scale -Value 1 } 'NoSuchWeight' 'ObjectNotFound' 'dense1', 'scale'
    }
}
