BeforeAll {
    . "$PSScriptRoot/Worked.Common.ps1"
}

Describe 'Augmentation of images' {
    BeforeAll {
        $image = ConvertTo-Dataset -InputObject (, (1, 2, 3, 4)) -InputShape 2, 2, 1
        $digits = New-SyntheticDataset Digits -Count 100 -Seed 1
        $net = New-Network -InputShape 28, 28, 1 | Add-FlattenLayer | Add-DenseLayer 10 -Activation Softmax
    }

    It 'flips half of the images' {
        $varied = $image | Convert-Dataset -Augmentation (New-Augmentation -FlipHorizontal) -Copy 40 -Seed 3
        $varied.Count | Should -Be 40
        $texts = 0..39 | ForEach-Object { $varied.GetInput($_) -join ' ' } | Group-Object
        $texts.Name | Sort-Object | Should -Be '1 2 3 4', '2 1 4 3'
        ($texts | Measure-Object Count -Minimum).Minimum | Should -BeGreaterThan 10
    }

    It 'shifts by whole pixels and keeps labels' {
        $varied = $digits | Convert-Dataset -Augmentation (New-Augmentation -Shift 3, 0) -Seed 1
        $varied.GetLabel(17) | Should -Be $digits.GetLabel(17)
        ($varied.GetInput(17) | Measure-Object -Sum).Sum | Should -BeGreaterThan 0
    }

    It 'trains to the same bits on one thread and on two, and otherwise than without' {
        $augmentation = New-Augmentation -Shift 2 -Rotation 15 -Crop 0.9 -CutOut 5 -FlipVertical -Fill Reflect
        $one = $net | Invoke-Training $digits -Epoch 2 -Seed 1 -Augmentation $augmentation -ThrottleLimit 1
        $two = $net | Invoke-Training $digits -Epoch 2 -Seed 1 -Augmentation $augmentation -ThrottleLimit 2
        $none = $net | Invoke-Training $digits -Epoch 2 -Seed 1
        $one.History[-1].Loss | Should -Be $two.History[-1].Loss
        $one.History[-1].Loss | Should -Not -Be $none.History[-1].Loss
    }

    It 'says what it does' {
        "$(New-Augmentation -Shift 4 -FlipHorizontal -Rotation 7.5)" | Should -Be 'shift 4, 4; flip horizontal; rotation 7.5'
        "$(New-Augmentation)" | Should -Be 'none'
        (New-Augmentation -Shift 1, 2).Shift | Should -Be 1, 2
    }

    It 'refuses what makes no sense' {
        $table = ConvertTo-Dataset -InputObject @(@(1, 2), @(3, 4)) -Target @(1, 2)
        $flat = New-Network 2 | Add-DenseLayer 1
        { $flat | Invoke-Training $table -Epoch 1 -Augmentation (New-Augmentation -FlipVertical) } |
            Should -Throw -ErrorId 'AugmentationNeedsImages,*'
        { $net | Invoke-Training $digits -Epoch 1 -Augmentation (New-Augmentation -Shift 28) } |
            Should -Throw -ErrorId 'AugmentationTooLarge,*'
        { $net | Invoke-Training $digits -Epoch 1 -Optimizer LBFGS -Augmentation (New-Augmentation -Shift 2) } |
            Should -Throw -ErrorId 'AugmentationDoesNotFit,*'
        { New-Augmentation -Crop 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { New-Augmentation -Rotation 200 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
