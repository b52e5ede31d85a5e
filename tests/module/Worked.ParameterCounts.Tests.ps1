#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Published numbers of trainable parameters: a network counts them from its description, so that no weights are made here.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
}

Describe 'Published parameter counts' {
    It '<Name> has <Expected> parameters and puts out <Output>' -ForEach @(
        @{ Name = 'Perceptron 2-1'; Expected = 3; Output = '1'
            Make = { New-Network 2 | Add-DenseLayer 1 -Activation Step } }
        @{ Name = 'XOR network 2-2-1'; Expected = 9; Output = '1'
            Make = { New-Network 2 | Add-DenseLayer 2 -Activation Step | Add-DenseLayer 1 -Activation Step } }
        @{ Name = 'House price, one unit'; Expected = 2; Output = '1'
            Make = { New-Network 1 | Add-DenseLayer 1 -Activation ReLU } }
        @{ Name = 'Softmax regression 784-10'; Expected = 7850; Output = '10'
            Make = { New-Network 784 | Add-DenseLayer 10 -Activation Softmax } }
        @{ Name = 'MNIST MLP of ISLR'; Expected = 235146; Output = '10'
            Make = {
                New-Network 784 | Add-DenseLayer 256 -Activation ReLU | Add-DropoutLayer 0.4 | Add-DenseLayer 128 -Activation ReLU |
                    Add-DropoutLayer 0.3 | Add-DenseLayer 10 -Activation Softmax
            } }
        @{ Name = 'Keras MNIST MLP'; Expected = 669706; Output = '10'
            Make = {
                New-Network 784 | Add-DenseLayer 512 -Activation ReLU | Add-DropoutLayer 0.2 | Add-DenseLayer 512 -Activation ReLU |
                    Add-DropoutLayer 0.2 | Add-DenseLayer 10 -Activation Softmax
            } }
        @{ Name = 'Fashion-MNIST tutorial'; Expected = 101770; Output = '10'
            Make = { New-Network 28, 28, 1 | Add-FlattenLayer | Add-DenseLayer 128 -Activation ReLU | Add-DenseLayer 10 } }
        @{ Name = 'Keras MNIST convnet'; Expected = 34826; Output = '10'
            Make = {
                New-Network 28, 28, 1 | Add-ConvLayer 32 3 -Activation ReLU | Add-PoolingLayer | Add-ConvLayer 64 3 -Activation ReLU |
                    Add-PoolingLayer | Add-FlattenLayer | Add-DropoutLayer 0.5 | Add-DenseLayer 10 -Activation Softmax
            } }
        @{ Name = 'Older Keras CNN'; Expected = 1199882; Output = '10'
            Make = {
                New-Network 28, 28, 1 | Add-ConvLayer 32 3 -Activation ReLU | Add-ConvLayer 64 3 -Activation ReLU | Add-PoolingLayer |
                    Add-DropoutLayer 0.25 | Add-FlattenLayer | Add-DenseLayer 128 -Activation ReLU | Add-DropoutLayer 0.5 |
                    Add-DenseLayer 10 -Activation Softmax
            } }
        @{ Name = 'LeNet-5 with dense C3'; Expected = 61706; Output = '10'
            Make = {
                New-Network 28, 28, 1 | Add-ConvLayer 6 5 -Padding 2 -Activation Tanh | Add-PoolingLayer Average |
                    Add-ConvLayer 16 5 -Activation Tanh | Add-PoolingLayer Average | Add-FlattenLayer |
                    Add-DenseLayer 120 -Activation Tanh | Add-DenseLayer 84 -Activation Tanh | Add-DenseLayer 10 -Activation Softmax
            } }
        @{ Name = 'CIFAR-100 CNN of ISLR'; Expected = 964516; Output = '100'
            Make = {
                $network = New-Network 32, 32, 3
                foreach ($filters in 32, 64, 128, 256) {
                    $network = $network | Add-ConvLayer $filters 3 -Padding Same -Activation ReLU | Add-PoolingLayer
                }
                $network | Add-FlattenLayer | Add-DropoutLayer 0.5 | Add-DenseLayer 512 -Activation ReLU |
                    Add-DenseLayer 100 -Activation Softmax
            } }
        @{ Name = 'AlexNet of torchvision'; Expected = 61100840; Output = '1000'
            Make = {
                New-Network 224, 224, 3 | Add-ConvLayer 64 11 -Stride 4 -Padding 2 -Activation ReLU | Add-PoolingLayer Max 3 -Stride 2 |
                    Add-ConvLayer 192 5 -Padding 2 -Activation ReLU | Add-PoolingLayer Max 3 -Stride 2 |
                    Add-ConvLayer 384 3 -Padding 1 -Activation ReLU | Add-ConvLayer 256 3 -Padding 1 -Activation ReLU |
                    Add-ConvLayer 256 3 -Padding 1 -Activation ReLU | Add-PoolingLayer Max 3 -Stride 2 | Add-FlattenLayer |
                    Add-DropoutLayer | Add-DenseLayer 4096 -Activation ReLU | Add-DropoutLayer | Add-DenseLayer 4096 -Activation ReLU |
                    Add-DenseLayer 1000 -Activation Softmax
            } }
        @{ Name = 'AlexNet of 2012, in two groups'; Expected = 60965224; Output = '1000'
            Make = {
                New-Network 227, 227, 3 | Add-ConvLayer 96 11 -Stride 4 -Activation ReLU | Add-PoolingLayer Max 3 -Stride 2 |
                    Add-ConvLayer 256 5 -Padding 2 -Groups 2 -Activation ReLU | Add-PoolingLayer Max 3 -Stride 2 |
                    Add-ConvLayer 384 3 -Padding 1 -Activation ReLU | Add-ConvLayer 384 3 -Padding 1 -Groups 2 -Activation ReLU |
                    Add-ConvLayer 256 3 -Padding 1 -Groups 2 -Activation ReLU | Add-PoolingLayer Max 3 -Stride 2 | Add-FlattenLayer |
                    Add-DenseLayer 4096 -Activation ReLU | Add-DenseLayer 4096 -Activation ReLU | Add-DenseLayer 1000 -Activation Softmax
            } }
        @{ Name = 'AlexNet of 2012, ungrouped'; Expected = 62378344; Output = '1000'
            Make = {
                New-Network 227, 227, 3 | Add-ConvLayer 96 11 -Stride 4 -Activation ReLU | Add-PoolingLayer Max 3 -Stride 2 |
                    Add-ConvLayer 256 5 -Padding 2 -Activation ReLU | Add-PoolingLayer Max 3 -Stride 2 |
                    Add-ConvLayer 384 3 -Padding 1 -Activation ReLU | Add-ConvLayer 384 3 -Padding 1 -Activation ReLU |
                    Add-ConvLayer 256 3 -Padding 1 -Activation ReLU | Add-PoolingLayer Max 3 -Stride 2 | Add-FlattenLayer |
                    Add-DenseLayer 4096 -Activation ReLU | Add-DenseLayer 4096 -Activation ReLU | Add-DenseLayer 1000 -Activation Softmax
            } }
        @{ Name = 'ZFNet'; Expected = 62357608; Output = '1000'
            Make = {
                New-Network 224, 224, 3 | Add-ConvLayer 96 7 -Stride 2 -Padding 1 -Activation ReLU |
                    Add-PoolingLayer Max 3 -Stride 2 -Padding 1 | Add-ConvLayer 256 5 -Stride 2 -Activation ReLU |
                    Add-PoolingLayer Max 3 -Stride 2 -Padding 1 | Add-ConvLayer 384 3 -Padding 1 -Activation ReLU |
                    Add-ConvLayer 384 3 -Padding 1 -Activation ReLU | Add-ConvLayer 256 3 -Padding 1 -Activation ReLU |
                    Add-PoolingLayer Max 3 -Stride 2 | Add-FlattenLayer | Add-DenseLayer 4096 -Activation ReLU |
                    Add-DenseLayer 4096 -Activation ReLU | Add-DenseLayer 1000 -Activation Softmax
            } }
        @{ Name = 'VGG-19'; Expected = 143667240; Output = '1000'
            Make = {
                $network = New-Network 224, 224, 3
                foreach ($block in @(2, 64), @(2, 128), @(4, 256), @(4, 512), @(4, 512)) {
                    foreach ($i in 1..$block[0]) {
                        $network = $network | Add-ConvLayer $block[1] 3 -Padding Same -Activation ReLU
                    }
                    $network = $network | Add-PoolingLayer
                }
                $network | Add-FlattenLayer | Add-DenseLayer 4096 -Activation ReLU | Add-DropoutLayer |
                    Add-DenseLayer 4096 -Activation ReLU | Add-DropoutLayer | Add-DenseLayer 1000 -Activation Softmax
            } }
        @{ Name = 'Sparse autoencoder 64-25-64'; Expected = 3289; Output = '64'
            Make = { New-Network 64 | Add-DenseLayer 25 -Activation Sigmoid | Add-DenseLayer 64 -Activation Sigmoid } }
        @{ Name = 'Autoencoder 784-32-784'; Expected = 50992; Output = '784'
            Make = { New-Network 784 | Add-DenseLayer 32 -Activation ReLU | Add-DenseLayer 784 -Activation Sigmoid } }
        @{ Name = 'Discriminator of the Keras DCGAN'; Expected = 74625; Output = '1'
            Make = {
                New-Network 28, 28, 1 | Add-ConvLayer 64 3 -Stride 2 -Padding Same | Add-ActivationLayer LeakyReLU -Alpha 0.2 |
                    Add-ConvLayer 128 3 -Stride 2 -Padding Same | Add-ActivationLayer LeakyReLU -Alpha 0.2 |
                    Add-PoolingLayer GlobalMax | Add-DenseLayer 1
            } }
    ) {
        $network = & $Make
        $network.ParameterCount | Should -Be $Expected
        $network.OutputShape -join 'x' | Should -Be $Output
        ($network.Layers | Measure-Object ParameterCount -Sum).Sum | Should -Be $Expected
        $network.IsInitialized | Should -BeFalse
    }

    It 'Tells the shapes inside AlexNet: 55, 27, 13, 13, 13, 13, 6 lines' {
        $network = New-Network 224, 224, 3 | Add-ConvLayer 64 11 -Stride 4 -Padding 2 | Add-PoolingLayer Max 3 -Stride 2 |
            Add-ConvLayer 192 5 -Padding 2 | Add-PoolingLayer Max 3 -Stride 2 | Add-ConvLayer 384 3 -Padding 1 |
            Add-ConvLayer 256 3 -Padding 1 | Add-ConvLayer 256 3 -Padding 1 | Add-PoolingLayer Max 3 -Stride 2
        $network.Layers.ForEach({ $_.OutputShape[0] }) -join ' ' | Should -Be '55 27 27 13 13 13 13 6'
        $network.OutputShape | Should -Be 6, 6, 256
    }
}
