#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Layers that normalise: over the batch, over a sample, over neighbouring channels.

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

Describe 'Layer normalisation' {
    It 'Normalises features, the channels of each pixel, or whole samples' {
        $rows = New-Network 4 | Add-LayerNormLayer -NoScale -NoShift -Epsilon 1e-9
        $expected = -1.3416408, -0.4472136, 0.4472136, 1.3416408
        $actual = Get-Output $rows (1, 2, 3, 4)
        $actual | ForEach-Object { [Math]::Round($_, 5) } | Should -Be ($expected | ForEach-Object { [Math]::Round($_, 5) })
        $pixels = New-Network 1, 2, 2 | Add-LayerNormLayer -Activation ReLU | Initialize-Network -Seed 1
        Get-Output $pixels (1, 3, 10, 30) | ForEach-Object { [Math]::Round($_, 4) } | Should -Be 0, 1, 0, 1
        $whole = New-Network 1, 2, 2 | Add-LayerNormLayer -WholeSample -NoScale -NoShift -Epsilon 1e-9
        Get-Output $whole (-1, 1, 1, -1) | ForEach-Object { [Math]::Round($_, 4) } | Should -Be -1, 1, 1, -1
        (New-Network 4, 5, 6 | Add-LayerNormLayer).ParameterCount | Should -Be 12
        (New-Network 4, 5, 6 | Add-LayerNormLayer -WholeSample).ParameterCount | Should -Be 240
        (New-Network 4, 5, 6 | Add-LayerNormLayer -WholeSample -NoScale).Layers[0].Details | Should -Be 'whole sample, no scale'
        (New-Network 4, 5, 6 | Add-LayerNormLayer).NonTrainableCount | Should -Be 0
    }

    It 'Survives a file and refuses what makes no sense' {
        $network = New-Network 1, 2, 3 | Add-LayerNormLayer -WholeSample -Activation Tanh -Name norm | Initialize-Network -Seed 1 |
            Set-NetworkWeight norm -Role shift -Value (, @(@(0.5, 0, 0), @(0, 0, 1)))
        $path = Join-Path $TestDrive 'layer.safetensors'
        $network | Export-Network $path
        Get-Output (Import-Network $path) (1..6) | Should -Be (Get-Output $network (1..6))
        Assert-Error { New-Network 2 | Add-LayerNormLayer -Epsilon 0 } 'ParameterArgumentValidationError' 'InvalidData' 'above 0'
    }
}

Describe 'Local response normalisation' {
    It 'Follows the formula of the paper' {
        $network = New-Network 1, 1, 3 | Add-LocalResponseNormLayer 3 -Alpha 2 -Beta 0.5 -K 7
        Get-Output $network (3, 4, 0) | ForEach-Object { [Math]::Round($_, 5) } |
            Should -Be ([Math]::Round(3 / [Math]::Sqrt(57), 5)), ([Math]::Round(4 / [Math]::Sqrt(57), 5)), 0
        $network.ParameterCount | Should -Be 0
        (New-Network 5 | Add-LocalResponseNormLayer).Layers[0].Details | Should -Be 'size 5, alpha 0.0001, beta 0.75, k 2'
        $path = Join-Path $TestDrive 'response.safetensors'
        $network | Export-Network $path
        (Import-Network $path).Layers[0].Details | Should -Be 'size 3, alpha 2, beta 0.5, k 7'
    }

    It 'Learns with a layer before it, and refuses what makes no sense' {
        $data = New-SyntheticDataset Moons -Count 100 -Seed 1
        $trained = New-Network 2 | Add-DenseLayer 8 -Activation ReLU | Add-LocalResponseNormLayer -Alpha 0.1 |
            Add-DenseLayer 2 -Activation Softmax | Invoke-Training $data -Epoch 30 -LearningRate 0.05 -Seed 1
        ($trained | Measure-Network $data).Accuracy | Should -BeGreaterThan 0.85
        Assert-Error { New-Network 2 | Add-LocalResponseNormLayer 0 } 'ParameterArgumentValidationError' 'InvalidData'
        Assert-Error { New-Network 2 | Add-LocalResponseNormLayer -K 0 } 'ParameterArgumentValidationError' 'InvalidData' 'above 0'
        Assert-Error { New-Network 2 | Add-LocalResponseNormLayer -Alpha -1 } 'ParameterArgumentValidationError' 'InvalidData' 'at least 0'
        Assert-Error { New-Network 2 | Add-LocalResponseNormLayer -Beta 101 } 'ParameterArgumentValidationError' 'InvalidData' 'at most 100'
    }
}
