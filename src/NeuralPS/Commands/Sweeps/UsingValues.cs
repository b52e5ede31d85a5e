using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace NeuralPS.Commands.Sweeps;

/// <summary>
/// The values of <c>$using:</c> in a script block, taken from where it was written. PowerShell hands them to a script that runs elsewhere
/// through a parameter named --%, under keys made from their text.
/// </summary>
internal static class UsingValues
{
    /// <summary>The parameter's name.</summary>
    public const string ParameterName = "--%";

    /// <summary>Reads the values.</summary>
    /// <param name="script">The script block.</param>
    /// <param name="session">The session that the block was written in.</param>
    /// <exception cref="NeuralPS.Sweeps.SweepException">UsingVariableMissing, UsingNotSimple.</exception>
    public static Dictionary<string, object?> Collect(ScriptBlock script, SessionState session)
    {
        Dictionary<string, object?> values = [];
        foreach (UsingExpressionAst expression in script.Ast.FindAll(ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true).Cast<UsingExpressionAst>())
        {
            string text = expression.SubExpression is VariableExpressionAst
                ? expression.ToString().ToLowerInvariant()
                : expression.ToString();
            values[Convert.ToBase64String(Encoding.Unicode.GetBytes(text))] = Evaluate(expression, session);
        }

        return values;
    }

    private static object? Evaluate(UsingExpressionAst expression, SessionState session)
    {
        VariableExpressionAst? variable = UsingExpressionAst.ExtractUsingVariable(expression);
        if (variable is null)
        {
            throw Missing(expression);
        }

        PSVariable? found = session.PSVariable.Get(variable.VariablePath.UserPath);
        if (found is null)
        {
            throw Missing(expression);
        }

        if (expression.SubExpression is VariableExpressionAst)
        {
            return found.Value;
        }

        // A member or an element of the variable, such as $using:data.Rows: PowerShell works it out, with the variable in place.
        string text = expression.SubExpression.ToString();
        int start = variable.Extent.StartOffset - expression.SubExpression.Extent.StartOffset;
        string plain = $"{text[..start]}${{{variable.VariablePath.UserPath}}}{text[(start + variable.Extent.Text.Length)..]}";

        // Within a hashtable, for a list would come out as its elements.
        Collection<PSObject> results = session.InvokeCommand.InvokeScript(false, ScriptBlock.Create($"@{{ Value = ({plain}) }}"), null, null);
        return ((Hashtable)results[0].BaseObject)["Value"];
    }

    private static NeuralPS.Sweeps.SweepException Missing(UsingExpressionAst expression) => new(
        "UsingVariableMissing",
        $"{expression} in line {expression.Extent.StartLineNumber} of the script block has no value: set the variable before Invoke-Sweep.");
}
