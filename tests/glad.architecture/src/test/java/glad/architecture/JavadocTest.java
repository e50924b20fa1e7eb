package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Whatever others can call is described; doclint, which runs in each compilation, checks what descriptions say. */
class JavadocTest {

    @Test
    void everyPublicMemberOfAnExportedPackageHasJavadoc() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path file : Sources.ALL.files()) {
            Path info = file.resolveSibling("package-info.java");
            if (Files.exists(info) && Files.readString(info).contains("@Export")) {
                files.add(file);
            }
        }
        assertTrue(files.size() > 100, files.size() + " files");
        assertEquals(Set.of(), undescribed(files), "write what it returns or does, in shapes, units, ranges, errors");
    }

    private static Set<String> undescribed(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Set<String> found = new TreeSet<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null,
                    manager.getJavaFileObjectsFromPaths(files));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Members(docs, found).scan(unit, null);
            }
        }
        return found;
    }

    /** Visits what is public or protected in types that are so themselves; goes into no method. */
    private static final class Members extends TreePathScanner<Void, Void> {

        private final DocTrees docs;
        private final Set<String> found;

        private Members(DocTrees docs, Set<String> found) {
            this.docs = docs;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (!isVisible(type.getModifiers())) {
                return null;
            }
            check(type.getSimpleName().toString());
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
            if (isVisible(method.getModifiers()) && !overrides) {
                check(method.getName().toString());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            // An enum's constants are described together where their names say all.
            boolean constant = ((ClassTree) getCurrentPath().getParentPath().getLeaf()).getKind() == Tree.Kind.ENUM
                    && field.getType() != null && field.getType().toString()
                    .equals(((ClassTree) getCurrentPath().getParentPath().getLeaf()).getSimpleName().toString());
            if (isVisible(field.getModifiers()) && !constant) {
                check(field.getName().toString());
            }
            return null;
        }

        private boolean isVisible(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            boolean inInterface = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
                    && (outer.getKind() == Tree.Kind.INTERFACE || outer.getKind() == Tree.Kind.ANNOTATION_TYPE);
            return inInterface && !flags.contains(Modifier.PRIVATE)
                    || flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
        }

        private void check(String name) {
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment == null || comment.getFullBody().isEmpty() && comment.getBlockTags().isEmpty()) {
                CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
                found.add(Path.of(unit.getSourceFile().toUri()).getFileName() + ": " + name);
            }
        }
    }
}
