#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Layers without weights that rearrange or enlarge images.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
}

Describe 'Layers without weights' {
    It '<Name> makes <Shape> of 4x4x2' -ForEach @(
        @{ Name = 'reshape'; Make = { $args[0] | Add-ReshapeLayer 2, 8, 2 }; Shape = 2, 8, 2 }
        @{ Name = 'reshape'; Make = { $args[0] | Add-ReshapeLayer 32 }; Shape = , 32 }
        @{ Name = 'upsampling'; Make = { $args[0] | Add-UpsamplingLayer }; Shape = 8, 8, 2 }
        @{ Name = 'upsampling'; Make = { $args[0] | Add-UpsamplingLayer 3 -Method Bilinear }; Shape = 12, 12, 2 }
        @{ Name = 'padding'; Make = { $args[0] | Add-PaddingLayer 2 }; Shape = 8, 8, 2 }
        @{ Name = 'padding'; Make = { $args[0] | Add-PaddingLayer -Top 1 -Right 3 }; Shape = 5, 7, 2 }
        @{ Name = 'padding'; Make = { $args[0] | Add-PaddingLayer -Channel 3 }; Shape = 4, 4, 5 }
        @{ Name = 'padding'; Make = { $args[0] | Add-PaddingLayer 1 -Channel 16 }; Shape = 6, 6, 18 }
        @{ Name = 'cropping'; Make = { $args[0] | Add-CroppingLayer 1 }; Shape = 2, 2, 2 }
        @{ Name = 'cropping'; Make = { $args[0] | Add-CroppingLayer -Bottom 1 -Left 3 }; Shape = 3, 1, 2 }
    ) {
        $network = & $Make (New-Network 4, 4, 2)
        $network.OutputShape | Should -Be $Shape
        $network.Layers[-1].Kind | Should -Be $Name
        $network.ParameterCount | Should -Be 0
    }

    It 'Adaptive pooling makes the size asked for' {
        (New-Network 7, 9, 2 | Add-PoolingLayer AdaptiveAverage -OutputSize 6).OutputShape | Should -Be 6, 6, 2
        (New-Network 7, 9, 2 | Add-PoolingLayer AdaptiveAverage -OutputSize 3, 4).OutputShape | Should -Be 3, 4, 2
        Get-Output (New-Network 1, 5, 1 | Add-PoolingLayer AdaptiveAverage -OutputSize 1, 3) (1, 2, 3, 4, 8) | Should -Be 1.5, 3, 6
        Assert-Error { New-Network 7, 9, 2 | Add-PoolingLayer AdaptiveAverage } 'PoolingOutputSize' 'InvalidArgument' 'pooling1'
        Assert-Error { New-Network 7, 9, 2 | Add-PoolingLayer Max -OutputSize 3 } 'PoolingOutputSize' 'InvalidArgument' 'AdaptiveAverage'
    }

    It 'Noise and spatial dropout work in training only, with the same bits on any number of threads' {
        $network = New-Network 8, 8, 1 | Add-NoiseLayer 0.3 | Add-ConvLayer 8 -Activation ReLU | Add-DropoutLayer 0.4 -Spatial |
            Add-FlattenLayer | Add-NoiseLayer | Add-DenseLayer 2 -Activation Softmax
        $rows = 1..20 | ForEach-Object { $row = $_; , @(1..64 | ForEach-Object { ($_ * $row % 7) / 7 }) }
        $data = ConvertTo-Dataset -InputObject $rows -Label (1..20 | ForEach-Object { $_ % 2 })
        $one = $network | Invoke-Training $data -Epoch 3 -Seed 1 -ThrottleLimit 1
        Get-WeightText ($network | Invoke-Training $data -Epoch 3 -Seed 1 -ThrottleLimit 3) | Should -BeExactly (Get-WeightText $one)
        Get-Output $one $rows[3] | Should -Be (Get-Output $one $rows[3])
        Get-Output (New-Network 3 | Add-NoiseLayer 100) (1, 2, 3) | Should -Be 1, 2, 3
        Assert-Error { New-Network 15 | Add-DropoutLayer 0.5 -Spatial } 'NeedsImage' 'InvalidArgument' 'dropout1'
    }

    It 'Padding and cropping know their sides' {
        Get-Output (New-Network 2, 2, 1 | Add-PaddingLayer -Top 1 -Left 1) (1, 2, 3, 4) | Should -Be 0, 0, 0, 0, 1, 2, 0, 3, 4
        Get-Output (New-Network 1, 2, 2 | Add-PaddingLayer -Channel 1) (1, 2, 3, 4) | Should -Be 1, 2, 0, 3, 4, 0
        Assert-Error { New-Network 1, 2, 2 | Add-PaddingLayer -Channel -1 } 'ParameterArgumentValidationError' 'InvalidData'
        Assert-Error { New-Network 1, 2, 2 | Add-PaddingLayer } 'PaddingMissing' 'InvalidArgument' '-Channel'
        Assert-Error { New-Network 8 | Add-PaddingLayer -Channel 1 } 'NeedsImage' 'InvalidArgument' 'padding1'
        Get-Output (New-Network 3, 3, 1 | Add-CroppingLayer -Top 1 -Left 1) (1..9) | Should -Be 5, 6, 8, 9
        Get-Output (New-Network 3, 3, 1 | Add-CroppingLayer -Bottom 1 -Right 1) (1..9) | Should -Be 1, 2, 4, 5
    }

    It 'What does not fit is an error when the layer is added' {
        Assert-Error { New-Network 15 | Add-ReshapeLayer 4, 4, 1 -Name r } 'ReshapeLength' 'InvalidArgument' 'r', '15', '16'
        Assert-Error { New-Network 15 | Add-UpsamplingLayer } 'NeedsImage' 'InvalidArgument' 'upsampling1'
        Assert-Error { New-Network 2, 2, 1 | Add-CroppingLayer 1 } 'NothingLeft' 'InvalidArgument' 'cropping1', '2x2x1'
    }

    It 'An autoencoder of them trains, and its file predicts the same' {
        $network = New-Network 64 | Add-ReshapeLayer 8, 8, 1 | Add-ConvLayer 4 -Stride 2 -Padding Same -Activation ReLU |
            Add-UpsamplingLayer 2 Bilinear | Add-PaddingLayer 1 | Add-ConvLayer 1 -Activation Sigmoid | Add-FlattenLayer
        $rows = 1..20 | ForEach-Object { $row = $_; , @(1..64 | ForEach-Object { ($_ * $row % 7) / 7 }) }
        $data = ConvertTo-Dataset -InputObject $rows -Target $rows
        $trained = $network | Invoke-Training $data -Epoch 5 -Seed 1
        $history = Get-TrainingHistory $trained
        $history[-1].Loss | Should -BeLessThan $history[0].Loss
        $path = Join-Path $TestDrive image-layers.safetensors
        $trained | Export-Network $path
        Get-Output (Import-Network $path) $rows[3] | Should -Be (Get-Output $trained $rows[3])
    }
}
