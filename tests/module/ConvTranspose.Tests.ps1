#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Transposed convolutions.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
}

Describe 'Add-ConvTransposeLayer' {
    It 'Has the shapes and counts of the generator in the DCGAN example of Keras' {
        $network = New-Network 128 | Add-DenseLayer 6272 | Add-ReshapeLayer 7, 7, 128 |
            Add-ConvTransposeLayer 128 -KernelSize 4 -Stride 2 -Padding Same |
            Add-ConvTransposeLayer 256 4 -Stride 2 -Padding Same
        $network.Layers[2].OutputShape | Should -Be 14, 14, 128
        $network.Layers[2].ParameterCount | Should -Be 262272
        $network.Layers[3].OutputShape | Should -Be 28, 28, 256
        $network.Layers[3].ParameterCount | Should -Be 524544
        $network.Layers[2].Name | Should -Be 'convtranspose1'
        $network.Layers[2].Details | Should -Be '4x4, same, stride 2'
    }

    # torch.nn.functional.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1)
    It 'Gives the numbers of PyTorch' {
        $weight = , @(@(@(1), @(2), @(3)), @(@(4), @(5), @(6)), @(@(7), @(8), @(9)))
        $network = New-Network 2, 2, 1 | Add-ConvTransposeLayer 1 -Stride 2 -Padding 1 -OutputPadding 1 -Name up |
            Set-NetworkWeight up -Weight $weight -Bias 0.5
        Get-Output $network (1, 2, 3, 4) |
            Should -Be 5.5, 14.5, 10.5, 12.5, 14.5, 36.5, 24.5, 30.5, 15.5, 34.5, 20.5, 24.5, 24.5, 55.5, 32.5, 36.5
    }

    It 'Refuses what does not fit when the layer is added' {
        Assert-Error { New-Network 15 | Add-ConvTransposeLayer 4 } 'NeedsImage' 'InvalidArgument' 'convtranspose1'
        Assert-Error { New-Network 4, 4, 3 | Add-ConvTransposeLayer 4 -Group 2 } 'GroupsDoNotDivide' 'InvalidArgument' '3 input channels'
        Assert-Error { New-Network 2, 2, 1 | Add-ConvTransposeLayer 4 -Padding 3 } 'NothingLeft' 'InvalidArgument' '2x2x1'
        Assert-Error { New-Network 4, 4, 3 | Add-ConvTransposeLayer 4 -Stride 2 -OutputPadding 1 } 'OutputPaddingOutOfRange' 'InvalidArgument' 'valid'
        Assert-Error { New-Network 4, 4, 3 | Add-ConvTransposeLayer 4 -Padding 1 -OutputPadding 1 } 'OutputPaddingOutOfRange' 'InvalidArgument' 'stride 1'
        Assert-Error { New-Network 4, 4, 3 | Add-ConvTransposeLayer 4 -Padding Causal } 'PaddingNotSupported' 'InvalidArgument' 'causal'
        Assert-Error { New-Network 4, 4, 3 | Add-ConvTransposeLayer 4 -KernelSize 0 } 'ParameterArgumentValidationError' 'InvalidData'
    }

    It 'Learns the same on any number of threads, and its file predicts the same' {
        $network = New-Network 8, 8, 1 | Add-ConvLayer 4 -Stride 2 -Padding Same -Activation ReLU |
            Add-ConvTransposeLayer 1 -KernelSize 4 -Stride 2 -Padding Same -Activation Sigmoid -L2 0.001 | Add-FlattenLayer
        $rows = 1..20 | ForEach-Object { $row = $_; , @(1..64 | ForEach-Object { ($_ * $row % 7) / 7 }) }
        $data = ConvertTo-Dataset -InputObject $rows -Target $rows
        $trained = $network | Invoke-Training $data -Epoch 5 -Seed 1 -ThrottleLimit 1
        $history = Get-TrainingHistory $trained
        $history[-1].Loss | Should -BeLessThan $history[0].Loss
        Get-WeightText ($network | Invoke-Training $data -Epoch 5 -Seed 1 -ThrottleLimit 2) | Should -BeExactly (Get-WeightText $trained)
        $path = Join-Path $TestDrive conv-transpose.safetensors
        $trained | Export-Network $path
        Get-Output (Import-Network $path) $rows[3] | Should -Be (Get-Output $trained $rows[3])
        $network | Test-Gradient $data | ForEach-Object MaximumError | Should -BeLessThan 0.01
    }
}
