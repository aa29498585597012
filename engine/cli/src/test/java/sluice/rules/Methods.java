package sluice.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import sluice.rules.Repository.Source;

/** The methods of a source, as the compiler sees them. */
final class Methods {
    /** A method and how many lines it takes, from its first modifier to its closing brace. */
    record Method(String name, long lines) {}

    private Methods() {}

    static List<Method> in(Source source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask)
                compiler.getTask(null, null, diagnostic -> {}, List.of("-proc:none"), null, List.of(inMemory(source)));
        List<Method> methods = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                gather(unit, Trees.instance(task).getSourcePositions(), methods);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return methods;
    }

    private static void gather(CompilationUnitTree unit, SourcePositions positions, List<Method> methods) {
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                long end = positions.getEndPosition(unit, method);
                if (end >= 0) {
                    long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
                    long last = unit.getLineMap().getLineNumber(end);
                    methods.add(new Method(method.getName().toString(), last - first + 1));
                }
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null);
    }

    private static JavaFileObject inMemory(Source source) {
        return new SimpleJavaFileObject(URI.create("memory:///Source.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source.text();
            }
        };
    }
}
