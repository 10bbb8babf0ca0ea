package org.parcours.events.applications;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.catalogue.StepKindDefinition;

/**
 * A folder of {@link ApplicationMappingDefinition} files, reloaded when they change. An invalid file changes nothing: its last
 * valid version stays active, and {@link #rejected} gives the reason (ApplicationDefinitionFolderTest).
 *
 * <p>The folder is polled: a folder mounted over a network sends no change notifications.
 */
public final class ApplicationDefinitionFolder<T> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ApplicationDefinitionFolder.class.getName());

    private record Snapshot<T>(Map<String, ApplicationMappingDefinition<T>> active, Map<String, String> rejected) {}

    private final Path folder;
    private final ApplicationMappingDefinition.RuleReader<T> ruleReader;
    private final StepCatalogue standardCatalogue = StepCatalogue.standard();
    private final ScheduledExecutorService scheduler;
    private Map<String, String> lastTexts = Map.of();
    private boolean unreadable;
    private volatile Snapshot<T> current = new Snapshot<>(Map.of(), Map.of());

    private ApplicationDefinitionFolder(Path folder, ApplicationMappingDefinition.RuleReader<T> ruleReader) {
        this.folder = folder;
        this.ruleReader = ruleReader;
        this.scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("applications").daemon().factory());
    }

    /**
     * @param folder may be missing: then there are no definitions
     * @param reload the polling interval
     */
    public static <T> ApplicationDefinitionFolder<T> open(
            Path folder, Duration reload, ApplicationMappingDefinition.RuleReader<T> ruleReader) {
        ApplicationDefinitionFolder<T> opened = new ApplicationDefinitionFolder<>(folder, ruleReader);
        opened.reloadIfChanged();
        opened.scheduler.scheduleWithFixedDelay(
                opened::reloadIfChanged, reload.toMillis(), reload.toMillis(), TimeUnit.MILLISECONDS);
        return opened;
    }

    /** The active definitions, in the order of their file names. */
    public Collection<ApplicationMappingDefinition<T>> active() {
        return current.active().values();
    }

    public List<String> files() {
        return List.copyOf(current.active().keySet());
    }

    /** Why a file's current content is not active, by file name. */
    public Map<String, String> rejected() {
        return current.rejected();
    }

    /** The standard catalogue with the kinds of these files. */
    public StepCatalogue catalogue() {
        return standardCatalogue.withKinds(this::kind);
    }

    private Optional<StepKindDefinition> kind(String code) {
        return active().stream()
                .flatMap(application -> application.kinds().stream())
                .filter(kind -> kind.code().equals(code))
                .findFirst();
    }

    private void reloadIfChanged() {
        try {
            Map<String, String> texts = readTexts();
            if (unreadable || !texts.equals(lastTexts)) {
                current = reload(texts);
                lastTexts = texts;
                unreadable = false;
            }
        } catch (RuntimeException e) {
            Map<String, String> rejected = Map.of(folder.getFileName().toString(), "cannot be read: " + e.getMessage());
            logNewRejections(rejected);
            current = new Snapshot<>(current.active(), rejected);
            unreadable = true;
        }
    }

    private Snapshot<T> reload(Map<String, String> texts) {
        Map<String, ApplicationMappingDefinition<T>> active = new TreeMap<>();
        Map<String, String> rejected = new TreeMap<>();
        // Unchanged files first: they keep their kinds where a changed file defines the same one.
        texts.forEach((file, text) -> {
            ApplicationMappingDefinition<T> previous = current.active().get(file);
            if (previous != null && text.equals(lastTexts.get(file))) {
                active.put(file, previous);
                Optional.ofNullable(current.rejected().get(file)).ifPresent(reason -> rejected.put(file, reason));
            }
        });
        texts.forEach((file, text) -> {
            if (active.containsKey(file)) {
                return;
            }
            try {
                YamlNode root = YamlNode.read(file, text);
                ApplicationMappingDefinition<T> application =
                        ApplicationMappingDefinition.read(root, standardCatalogue, ruleReader);
                requireUniqueKinds(root, active);
                active.put(file, application);
                LOG.log(Level.INFO, "application definition active file={0}", file);
            } catch (InvalidApplicationFileException e) {
                rejected.put(file, e.getMessage());
                Optional.ofNullable(current.active().get(file)).ifPresent(previous -> active.put(file, previous));
            }
        });
        logNewRejections(rejected);
        return new Snapshot<>(active, rejected);
    }

    /** A kind has one definition: of two files that define it, the first one stays active. */
    private static <T> void requireUniqueKinds(YamlNode file, Map<String, ApplicationMappingDefinition<T>> others) {
        for (YamlNode kind : file.list("kinds")) {
            YamlNode code = kind.get("code");
            others.forEach((otherFile, other) -> {
                if (other.kinds().stream()
                        .anyMatch(otherKind -> otherKind.code().equals(code.text()))) {
                    throw code.invalid("this kind is defined by " + otherFile);
                }
            });
        }
    }

    private void logNewRejections(Map<String, String> rejected) {
        rejected.forEach((file, reason) -> {
            if (!reason.equals(current.rejected().get(file))) {
                LOG.log(
                        Level.WARNING,
                        "application file rejected, {0} {1}",
                        current.active().containsKey(file)
                                ? "its last valid version stays active:"
                                : "nothing of it is active:",
                        reason);
            }
        });
    }

    /** File contents rather than dates: two changes within a second have the same date. The files are small. */
    private Map<String, String> readTexts() {
        if (Files.notExists(folder) && lastTexts.isEmpty() && current.active().isEmpty()) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> texts = new TreeMap<>();
            for (Path file : files.filter(ApplicationDefinitionFolder::isYaml).toList()) {
                texts.put(file.getFileName().toString(), readText(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
    }

    private static String readText(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            return "\0 not UTF-8";
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
