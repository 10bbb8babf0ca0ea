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
import org.parcours.standalone.acceptance.WholeHospital;
import org.springframework.util.FileSystemUtils;

/**
 * Gives tests one hospital and one browser, opened once for all of them: both take long to open. Where there is no
 * Chromium the tests are skipped, saying so.
 */
final class InABrowser implements ExecutionCondition, ParameterResolver {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Browser.isInstalled()
                ? ConditionEvaluationResult.enabled("Chromium is there")
                : ConditionEvaluationResult.disabled("There is no Chromium with its driver on this machine");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return given(context).containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return given(context).get(parameter.getParameter().getType()).get();
    }

    private static Map<Class<?>, Supplier<Object>> given(ExtensionContext context) {
        return Map.of(
                WholeHospital.class, () -> opened(context).hospital, Browser.class, () -> opened(context).browser);
    }

    private static Opened opened(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(InABrowser.class))
                .computeIfAbsent(Opened.class, key -> new Opened(), Opened.class);
    }

    /** Closed by JUnit when the last test is over. */
    private static final class Opened implements AutoCloseable {

        private final Path folder = folder();
        private final WholeHospital hospital = WholeHospital.open(folder);
        private final Browser browser = Browser.open(hospital.queryAddress, folder.resolve("browser"));

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
            hospital.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
