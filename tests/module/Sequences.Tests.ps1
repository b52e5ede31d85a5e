#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Convolution, pooling and what goes with them over sequences of shape length x channels.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
}

Describe 'Sequences' {
    # torch.nn.functional.conv1d(x, w, b, stride=2, padding=1), and with dilation=2 of a sequence with four zeros before it.
    It 'A convolution gives the numbers of PyTorch' {
        $x = 1, 6, 2, 5, 3, 4, 4, 3, 5, 2, 6, 1
        $weight = , @(@(1, 0), @(2, -1), @(3, 1))
        $network = New-Network 6, 2 | Add-ConvLayer 1 -KernelSize 3 -Stride 2 -Padding 1 -Name c | Set-NetworkWeight c -Weight $weight -Bias 0.5
        Get-Output $network $x | Should -Be 7.5, 19.5, 31.5
        $network = New-Network 6, 2 | Add-ConvLayer 1 3 -Dilation 2 -Padding Causal -Name c | Set-NetworkWeight c -Weight $weight -Bias 0.5
        Get-Output $network $x | Should -Be 9.5, 11.5, 9.5, 14.5, 20.5, 26.5
        $network.Layers[0].Details | Should -Be '3, causal, dilation 2'
    }

    It '<Name> makes <Shape> of 12x2' -ForEach @(
        @{ Name = 'conv'; Make = { $args[0] | Add-ConvLayer 5 -KernelSize 4 }; Shape = 9, 5; Parameters = 45 }
        @{ Name = 'convtranspose'; Make = { $args[0] | Add-ConvTransposeLayer 3 -KernelSize 4 -Stride 2 -Padding Same }; Shape = 24, 3; Parameters = 27 }
        @{ Name = 'pooling'; Make = { $args[0] | Add-PoolingLayer Max 3 -Stride 2 }; Shape = 5, 2; Parameters = 0 }
        @{ Name = 'pooling'; Make = { $args[0] | Add-PoolingLayer Average }; Shape = 6, 2; Parameters = 0 }
        @{ Name = 'pooling'; Make = { $args[0] | Add-PoolingLayer GlobalMax }; Shape = , 2; Parameters = 0 }
        @{ Name = 'pooling'; Make = { $args[0] | Add-PoolingLayer AdaptiveAverage -OutputSize 5 }; Shape = 5, 2; Parameters = 0 }
        @{ Name = 'upsampling'; Make = { $args[0] | Add-UpsamplingLayer 3 Bilinear }; Shape = 36, 2; Parameters = 0 }
        @{ Name = 'padding'; Make = { $args[0] | Add-PaddingLayer 2 }; Shape = 16, 2; Parameters = 0 }
        @{ Name = 'padding'; Make = { $args[0] | Add-PaddingLayer -Left 3 }; Shape = 15, 2; Parameters = 0 }
        @{ Name = 'cropping'; Make = { $args[0] | Add-CroppingLayer -Left 1 -Right 2 }; Shape = 9, 2; Parameters = 0 }
        @{ Name = 'reshape'; Make = { $args[0] | Add-ReshapeLayer 8, 3 }; Shape = 8, 3; Parameters = 0 }
        @{ Name = 'flatten'; Make = { $args[0] | Add-FlattenLayer }; Shape = , 24; Parameters = 0 }
        @{ Name = 'dropout'; Make = { $args[0] | Add-DropoutLayer 0.5 -Spatial }; Shape = 12, 2; Parameters = 0 }
        @{ Name = 'activation'; Make = { $args[0] | Add-ActivationLayer ReLU }; Shape = 12, 2; Parameters = 0 }
    ) {
        $network = & $Make (New-Network 12, 2)
        $network.OutputShape | Should -Be $Shape
        $network.Layers[-1].Kind | Should -Be $Name
        $network.ParameterCount | Should -Be $Parameters
    }

    It 'Poolings take windows of the length' {
        Get-Output (New-Network 7, 1 | Add-PoolingLayer Max 3 -Stride 2) (1, 5, 2, 4, 3, 6, 0) | Should -Be 5, 4, 6
        Get-Output (New-Network 7, 1 | Add-PoolingLayer GlobalAverage) (1, 5, 2, 4, 3, 6, 0) | Should -Be 3
    }

    It 'What has no meaning is refused when the layer is added' {
        Assert-Error { New-Network 28, 28 | Add-ConvLayer 4 -KernelSize 5, 3 } 'KernelNotScalar' 'InvalidArgument' 'conv1', '28x28x1'
        Assert-Error { New-Network 28, 28 | Add-PaddingLayer -Top 1 } 'SequenceHasNoLines' 'InvalidArgument' 'padding1', '28x28x1'
        Assert-Error { New-Network 28, 28, 1 | Add-ConvLayer 4 -Padding Causal } 'CausalNeedsSequence' 'InvalidArgument' 'conv1', '28x28x1'
        Assert-Error { New-Network 28, 28 | Add-PoolingLayer -Padding Causal } 'PaddingNotSupported' 'InvalidArgument' 'pooling1'
    }

    It 'Causal completes for convolutions, and not where it is refused' {
        (TabExpansion2 'Add-ConvLayer 3 -Padding C' 26).CompletionMatches.CompletionText | Should -Be 'Causal'
        (TabExpansion2 'Add-PoolingLayer -Padding ' 26).CompletionMatches.CompletionText | Should -Not -Contain 'Causal'
    }

    It 'A network learns which sequences rise, and its file predicts the same' {
        $rows = 1..40 | ForEach-Object { $row = $_; , @(1..20 | ForEach-Object { ($row % 2 ? $_ : 20 - $_) / 20 + ($_ * $row % 7) / 20 }) }
        $data = ConvertTo-Dataset -InputObject $rows -Label (1..40 | ForEach-Object { $_ % 2 })
        $network = New-Network 20, 1 | Add-ConvLayer 8 -KernelSize 5 -Padding Causal -Activation ReLU | Add-PoolingLayer Max 2 |
            Add-ConvLayer 8 -Activation ReLU | Add-PoolingLayer GlobalAverage | Add-DenseLayer 2 -Activation Softmax
        $trained = $network | Invoke-Training $data -Epoch 60 -Seed 1 -LearningRate 0.02 -ThrottleLimit 1
        ($trained | Measure-Network $data).Accuracy | Should -Be 1
        Get-WeightText ($network | Invoke-Training $data -Epoch 60 -Seed 1 -LearningRate 0.02 -ThrottleLimit 2) |
            Should -BeExactly (Get-WeightText $trained)
        $path = Join-Path $TestDrive sequences.safetensors
        $trained | Export-Network $path
        Get-Output (Import-Network $path) $rows[3] | Should -Be (Get-Output $trained $rows[3])
    }
}
