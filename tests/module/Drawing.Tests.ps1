# Show-Network: text, pictures and pages.

BeforeAll {
    . "$PSScriptRoot/Worked.Common.ps1"
    $block = New-Network -InputShape 32, 32, 3 -Name block |
        Add-ConvLayer 16 -Padding Same -Activation ReLU -Name stem | Add-ConvLayer 16 -Padding Same -Activation ReLU |
        Add-ConvLayer 16 -Padding Same | Add-MergeLayer Add -From stem -Activation ReLU
    $rendering = $PSStyle.OutputRendering

    function Get-Path([string] $Name) { Join-Path $TestDrive $Name }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
}

Describe 'Show-Network as text' {
    It 'draws what reads what' {
        $block | Show-Network -Width 80 | Should -Be @(
            'block'
            ''
            '○    input   input                 32x32x3'
            '●─┐  stem    conv 3x3, same, ReLU  32x32x16    448'
            '● │  conv2   conv 3x3, same, ReLU  32x32x16  2,320'
            '● │  conv3   conv 3x3, same        32x32x16  2,320'
            '◉─┘  merge1  merge add, ReLU       32x32x16      0'
            ''
            '5,088 parameters (19.9 KB), 5,160,960 multiply-adds per sample'
        )
    }

    It 'draws with ASCII alone' {
        $text = Show-Network $block -Ascii -Width 80
        $text[3] | Should -Be '*-.  stem    conv 3x3, same, ReLU  32x32x16    448'
        $text -join '' | Should -Not -Match '[^ -~]'
    }

    It 'fits into <_> characters' -ForEach 20, 30, 50, 200 {
        Show-Network $block -Width $_ | ForEach-Object { $_.Length } | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual $_
        Show-Network $block -Width $_ -Ascii | ForEach-Object { $_.Length } | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual $_
    }

    It 'goes through the pipeline and into files as strings' {
        $lines = $block | Show-Network
        $lines | Should -BeOfType string
        $block | Show-Network -Width 80 | Out-File (Get-Path text.txt)
        Get-Content (Get-Path text.txt) | Should -Contain '○    input   input                 32x32x3'
    }

    It 'draws several networks, with a line between' {
        $lines = $block, $block | Show-Network -Width 80
        $lines.Count | Should -Be 19
        $lines[9] | Should -BeExactly ''
        $lines[10] | Should -Be 'block'
    }

    It 'is plain behind a pipe and coloured where escape sequences are asked for' {
        $PSStyle.OutputRendering = 'Host'
        ($block | Show-Network -Width 80 | ForEach-Object { $_ }) -join '' | Should -Not -Match "`e"
        $PSStyle.OutputRendering = 'Ansi'
        $colored = $block | Show-Network -Width 80
        $colored[3] | Should -Be "$($PSStyle.Foreground.BrightGreen)●$($PSStyle.Reset)─┐  $($PSStyle.Foreground.BrightGreen)stem$($PSStyle.Reset)    conv 3x3, same, ReLU  32x32x16    448"
        $block | Show-Network -Ascii | Should -Not -Match "`e"
        $PSStyle.OutputRendering = 'PlainText'
        $block | Show-Network | Should -Not -Match "`e"
    }

    It 'draws with ASCII where the encoding has no lines' {
        $encoding = [Console]::OutputEncoding
        try {
            [Console]::OutputEncoding = [Text.Encoding]::Latin1
            ($block | Show-Network -Width 80)[3] | Should -Be '*-.  stem    conv 3x3, same, ReLU  32x32x16    448'
        }
        finally {
            [Console]::OutputEncoding = $encoding
        }
    }

    It 'is written to a file of another process without colours' {
        $file = Get-Path 'process.txt'
        Invoke-Fresh "Import-Module `$modulePath; `$PSStyle.OutputRendering = 'Host'; New-Network -InputShape 2 | Add-DenseLayer 3 | Show-Network" |
            Should -Contain '◉  dense1  dense  3  9'
    }

    It 'works in a runspace without a window' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$modulePath'; New-Network -InputShape 2 | Add-DenseLayer 3 | Show-Network")
            $shell.Invoke() | Should -Contain '◉  dense1  dense  3  9'
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'draws a network without layers' {
        New-Network -InputShape 4 -Name empty | Show-Network -Width 80 | Should -Be 'empty', '', '○  input  input  4', '', '0 parameters (0 B), 0 multiply-adds per sample'
    }

    It 'draws sub-networks as one layer, or expanded' {
        $tower = New-Network -InputShape 8 -Name tower | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 4
        $outer = New-Network -InputShape 8 | Add-NetworkLayer $tower -Name t
        ($outer | Show-Network -Width 80)[3] | Should -Match '^◉  t\s+network tower, 2 layers\s+4\s+212$'
        ($outer | Show-Network -Width 80 -Expand)[3..4] -join ' ' | Should -Match '●  t\.dense1 .* ◉  t\.dense2 '
    }

    It 'folds what repeats' {
        $deep = New-Network -InputShape 8 | Add-DenseLayer 8
        1..5 | ForEach-Object { $deep = $deep | Add-DenseLayer 8 -Activation ReLU | Add-DropoutLayer 0.1 }
        $lines = $deep | Add-DenseLayer 1 | Show-Network -Fold -Width 80
        $lines.Count | Should -Be 11
        $lines | Should -Contain '●  │ dense2       dense ReLU            8   72'
    }

    It 'refuses <_> characters' -ForEach 0, 19, -1, 10001 {
        { $block | Show-Network -Width $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe 'Show-Network -Path' {
    It 'writes a picture that is XML, with a box for each layer' {
        $file = Get-Path 'block.svg'
        $block | Show-Network -Path $file | Should -BeNullOrEmpty
        $svg = [xml](Get-Content -Raw -LiteralPath $file)
        $svg.DocumentElement.NamespaceURI | Should -Be 'http://www.w3.org/2000/svg'
        ($svg.svg.g | Where-Object class -like 'node *').ForEach{ $_.text[0].'#text' } | Should -Be 'input', 'stem', 'conv2', 'conv3', 'merge1'
    }

    It 'writes a page as <_>' -ForEach 'block.html', 'block.HTM' {
        $file = $block | Show-Network -Path (Get-Path $_) -PassThru
        $file | Should -BeOfType IO.FileInfo
        Get-Content -Raw $file | Should -BeLike '<!DOCTYPE html>*<svg*merge1*</html>*'
        [regex]::Matches((Get-Content -Raw $file), 'https?:[^"''\s]*').Value | Select-Object -Unique | Should -Be 'http://www.w3.org/2000/svg'
    }

    It 'names characters that have a meaning elsewhere' {
        $file = Get-Path '[a] b.svg'
        New-Network -InputShape 2 -Name 'x < y & "z"' | Add-DenseLayer 1 -Name '<b>&' | Show-Network -LiteralPath $file
        $svg = [xml](Get-Content -Raw -LiteralPath $file)
        $svg.svg.title | Should -BeLike 'x < y & "z"*'
        $svg.svg.g[-1].text[0].'#text' | Should -Be '<b>&'
    }

    It 'only says what it would write with -WhatIf' {
        $block | Show-Network -Path (Get-Path 'if.svg') -WhatIf
        Get-Path 'if.svg' | Should -Not -Exist
    }

    It 'keeps an existing file unless -Force is given' {
        $file = Get-Path 'kept.svg'
        Set-Content $file 'mine'
        Assert-Error { $block | Show-Network -Path $file } FileExists ResourceExists '-Force'
        Get-Content $file | Should -Be 'mine'
        $block | Show-Network -Path $file -Force
        Get-Content -Raw $file | Should -BeLike '*<svg*'
    }

    It 'refuses <Path>' -ForEach @(
        @{ Path = 'a.png'; Words = '.png' }
        @{ Path = 'a'; Words = 'no extension' }
        @{ Path = 'a.svg.bak'; Words = '.bak' }
    ) {
        Assert-Error { $block | Show-Network -Path (Join-Path $TestDrive $Path) } PictureFormat InvalidArgument $Words, '.svg', '.html'
    }

    It 'refuses a folder that does not exist, and what is no file' {
        Assert-Error { $block | Show-Network -Path (Get-Path 'no/such/a.svg') } FolderNotFound InvalidArgument
        Assert-Error { $block | Show-Network -Path Env:a.svg } NotAFile InvalidData
    }

    It 'is relative to the location of PowerShell' {
        Push-Location $TestDrive
        try { Show-Network $block here.svg } finally { Pop-Location }
        Get-Path 'here.svg' | Should -Exist
    }

    It 'does not take what is for text' {
        { $block | Show-Network -Path a.svg -Ascii } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }
}

Describe 'The table of layers' {
    It 'shows at <_> columns what a layer reads' -ForEach 80, 120 {
        $lines = $block | Get-NetworkLayer | Out-String -Stream -Width $_
        $lines | Should -Contain 'Name   Kind  Source      Output   Parameters Multiply-adds Details'
        ($lines -match '^merge1') | Should -Match '^merge1 merge conv3, stem 32x32x16          0             0 add, ReLU'
    }

    It 'names two of many sources' {
        $network = New-Network -InputShape 4
        1..5 | ForEach-Object { $network = $network | Add-DenseLayer 2 -Name "b$_" -From input }
        $network = $network | Add-MergeLayer Concatenate -Name join -From b1, b2, b3, b4, b5
        $network | Get-NetworkLayer join | Out-String | Should -Match 'join merge b1, b2 \+3 10'
    }
}
