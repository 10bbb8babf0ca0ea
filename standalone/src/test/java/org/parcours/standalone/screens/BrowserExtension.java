package org.parcours.standalone.screens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.parcours.standalone.acceptance.EmbeddedParcours;
import org.springframework.util.FileSystemUtils;

/**
 * Provides tests with one shared {@link EmbeddedParcours} and one browser, since both take long to start. Without
 * Chromium the tests are skipped.
 */
final class BrowserExtension implements ExecutionCondition, ParameterResolver {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Browser.isAvailable()
                ? ConditionEvaluationResult.enabled("Chromium is installed")
                : ConditionEvaluationResult.disabled("Chromium or its driver is not installed");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameters(context).containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameters(context).get(parameter.getParameter().getType()).get();
    }

    private static Map<Class<?>, Supplier<Object>> parameters(ExtensionContext context) {
        return Map.of(
                EmbeddedParcours.class, () -> session(context).parcours, Browser.class, () -> session(context).browser);
    }

    private static BrowserSession session(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(BrowserExtension.class))
                .computeIfAbsent(BrowserSession.class, key -> new BrowserSession(), BrowserSession.class);
    }

    /** JUnit closes it after the last test. */
    private static final class BrowserSession implements AutoCloseable {

        private final Path folder = folder();
        private final EmbeddedParcours parcours = EmbeddedParcours.open(folder);
        private final Browser browser = Browser.open(parcours.queryAddress, folder.resolve("browser"));

        private static Path folder() {
            try {
                return Files.createTempDirectory("screens");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            browser.close();
            parcours.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
