using System.Globalization;
using System.Text;

namespace NeuralPS.Engine.Formulas;

/// <summary>Writes expressions with no more parentheses than needed to read them back to the same tree.</summary>
internal static class ExpressionPrinter
{
    private const int Sum = 1, Product = 2, Sign = 3, Power = 4, Value = 5;

    /// <summary>The formula as text.</summary>
    public static string Print(Expression expression)
    {
        var text = new StringBuilder();
        Write(text, expression);
        return text.ToString();
    }

    private static int GetLevel(Expression expression) => expression switch
    {
        NumberExpression { Value: < 0 } => Sign,
        OperationExpression operation => operation.Operation switch
        {
            FormulaOperation.Add or FormulaOperation.Subtract => Sum,
            FormulaOperation.Multiply or FormulaOperation.Divide => Product,
            FormulaOperation.Negate => Sign,
            FormulaOperation.Power => Power,
            _ => Value,
        },
        _ => Value,
    };

    private static void Write(StringBuilder text, Expression expression)
    {
        switch (expression)
        {
            case NumberExpression number:
                text.Append(number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case ConstantExpression constant:
                text.Append(constant.Name);
                break;
            case VariableExpression variable:
                text.Append(variable.Name);
                break;
            case OperationExpression operation:
                WriteOperation(text, operation);
                break;
        }
    }

    private static void WriteOperation(StringBuilder text, OperationExpression operation)
    {
        switch (operation.Operation)
        {
            case FormulaOperation.Add:
                WriteBinary(text, operation, Sum, " + ");
                break;
            case FormulaOperation.Subtract:
                WriteBinary(text, operation, Sum, " - ");
                break;
            case FormulaOperation.Multiply:
                WriteBinary(text, operation, Product, " * ");
                break;
            case FormulaOperation.Divide:
                WriteBinary(text, operation, Product, " / ");
                break;
            case FormulaOperation.Power:
                WriteOperand(text, operation.First, Value);
                text.Append('^');
                WriteOperand(text, operation.Second, Sign);
                break;
            case FormulaOperation.Negate:
                text.Append('-');
                WriteOperand(text, operation.First, Power);
                break;
            default:
                text.Append(FormulaNames.GetName(operation.Operation)).Append('(');
                for (int i = 0; i < operation.Operands.Length; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    Write(text, operation.Operands[i]);
                }

                text.Append(')');
                break;
        }
    }

    // Operators of one level group from the left. A sign on the right reads back without parentheses, but badly.
    private static void WriteBinary(StringBuilder text, OperationExpression operation, int level, string symbol)
    {
        WriteOperand(text, operation.First, level);
        text.Append(symbol);
        WriteOperand(text, operation.Second, GetLevel(operation.Second) == Sign ? Value : level + 1);
    }

    private static void WriteOperand(StringBuilder text, Expression operand, int least)
    {
        if (GetLevel(operand) >= least)
        {
            Write(text, operand);
            return;
        }

        text.Append('(');
        Write(text, operand);
        text.Append(')');
    }
}
