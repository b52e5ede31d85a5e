# Images from PNG files and folders of them.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Worked.Common.ps1')
    $dot = [Convert]::FromBase64String('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNgMAYAADYANDky05EAAAAASUVORK5CYII=')    # 2x1 gray: 0, 51

    function Write-Image([string] $Name, [byte[]] $Bytes) {
        $path = Join-Path $TestDrive $Name
        $null = New-Item -ItemType Directory -Path (Split-Path $path) -Force
        [IO.File]::WriteAllBytes($path, $Bytes)
        $path
    }
}

Describe 'Images' {
    It 'a folder per class gives labels' {
        $null = Write-Image classes/dog/1.png $dot
        $null = Write-Image classes/cat/1.png $dot
        $data = Import-Dataset (Join-Path $TestDrive classes)
        $data.Count | Should -Be 2
        $data.ClassNames | Should -Be 'cat', 'dog'
        $data.InputShape | Should -Be 1, 2, 1
        [Math]::Round($data.GetInput(0)[1], 6) | Should -Be 0.2
    }

    It 'files give a data set each, without labels' {
        $null = Write-Image files/1.png $dot
        $null = Write-Image files/2.png $dot
        $data = @(Import-Dataset (Join-Path $TestDrive 'files/*.png') -RawPixel)
        $data.Count | Should -Be 2
        $data[1].GetInput(0) | Should -Be 0, 51
        (Import-Dataset (Join-Path $TestDrive files)).Count | Should -Be 2
    }

    It 'a damaged image is refused by name' {
        $bytes = $dot.Clone()
        $bytes[20] = $bytes[20] -bxor 1
        Assert-Error { Import-Dataset (Write-Image bad/a.png $bytes) } FileDamaged InvalidData a.png, IHDR
        Assert-Error { Import-Dataset (Write-Image bad/b.png ([byte[]](1, 2, 3))) } PngSignature InvalidData b.png
    }
}
