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
import org.parcours.events.catalogue.Catalogue;
import org.parcours.events.catalogue.StepKind;

/**
 * A folder of {@link Application} files, read again when they change. A file that is wrong changes nothing: what it said
 * before stays in force, and {@link #refused} says why (ApplicationFolderTest).
 *
 * <p>It looks at the files rather than have itself called: a folder that is mounted over a network tells nobody of its
 * changes.
 */
public final class ApplicationFolder<T> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ApplicationFolder.class.getName());

    private record Told<T>(Map<String, Application<T>> inForce, Map<String, String> refused) {}

    private final Path folder;
    private final Application.Meaning<T> meaning;
    private final Catalogue shipped = Catalogue.standard();
    private final ScheduledExecutorService clock;
    private Map<String, String> read = Map.of();
    private boolean lost;
    private volatile Told<T> told = new Told<>(Map.of(), Map.of());

    private ApplicationFolder(Path folder, Application.Meaning<T> meaning) {
        this.folder = folder;
        this.meaning = meaning;
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("applications").daemon().factory());
    }

    /**
     * @param folder may be missing: then there are no applications of the hospital's own
     * @param reload how often to look
     */
    public static <T> ApplicationFolder<T> open(Path folder, Duration reload, Application.Meaning<T> meaning) {
        ApplicationFolder<T> opened = new ApplicationFolder<>(folder, meaning);
        opened.look();
        opened.clock.scheduleWithFixedDelay(opened::look, reload.toMillis(), reload.toMillis(), TimeUnit.MILLISECONDS);
        return opened;
    }

    /** By the files' names. */
    public Collection<Application<T>> inForce() {
        return told.inForce().values();
    }

    public List<String> files() {
        return List.copyOf(told.inForce().keySet());
    }

    /** Why a file is not in force as it is now, by its name. */
    public Map<String, String> refused() {
        return told.refused();
    }

    /** What ships, and what these files bring. */
    public Catalogue catalogue() {
        return shipped.with(this::kind);
    }

    private Optional<StepKind> kind(String code) {
        return inForce().stream()
                .flatMap(application -> application.kinds().stream())
                .filter(kind -> kind.code().equals(code))
                .findFirst();
    }

    private void look() {
        try {
            Map<String, String> now = texts();
            if (lost || !now.equals(read)) {
                told = reread(now);
                read = now;
                lost = false;
            }
        } catch (RuntimeException e) {
            say(Map.of(folder.getFileName().toString(), "cannot be read: " + e.getMessage()));
            lost = true;
        }
    }

    private Told<T> reread(Map<String, String> now) {
        Map<String, Application<T>> inForce = new TreeMap<>();
        Map<String, String> refused = new TreeMap<>();
        // What has not changed is in force already, and is not outdone by what has.
        now.forEach((file, text) -> {
            Application<T> before = told.inForce().get(file);
            if (before != null && text.equals(read.get(file))) {
                inForce.put(file, before);
                Optional.ofNullable(told.refused().get(file)).ifPresent(reason -> refused.put(file, reason));
            }
        });
        now.forEach((file, text) -> {
            if (inForce.containsKey(file)) {
                return;
            }
            Application<T> before = told.inForce().get(file);
            try {
                YamlPlace root = YamlPlace.read(file, text);
                Application<T> application = Application.read(root, shipped, meaning);
                onlyHere(root, application, inForce);
                inForce.put(file, application);
                LOG.log(Level.INFO, "application in force file={0}", file);
            } catch (BadApplicationFile e) {
                refused.put(file, e.getMessage());
                if (before != null) {
                    inForce.put(file, before);
                }
            }
        });
        logNew(refused);
        return new Told<>(inForce, refused);
    }

    /** A kind has one label: of two files that tell it, the one that came first stands. */
    private static <T> void onlyHere(YamlPlace root, Application<T> application, Map<String, Application<T>> others) {
        for (int i = 0; i < application.kinds().size(); i++) {
            StepKind kind = application.kinds().get(i);
            for (Map.Entry<String, Application<T>> other : others.entrySet()) {
                if (other.getValue().kinds().stream()
                        .anyMatch(theirs -> theirs.code().equals(kind.code()))) {
                    throw root.list("kinds").get(i).get("code").wrong("this kind is told by " + other.getKey());
                }
            }
        }
    }

    private void say(Map<String, String> refused) {
        logNew(refused);
        told = new Told<>(told.inForce(), Map.copyOf(refused));
    }

    private void logNew(Map<String, String> refused) {
        refused.forEach((file, reason) -> {
            if (!reason.equals(told.refused().get(file))) {
                LOG.log(
                        Level.WARNING,
                        "application file refused, {0} {1}",
                        told.inForce().containsKey(file)
                                ? "the one before stays in force:"
                                : "nothing of it is in force:",
                        reason);
            }
        });
    }

    /** Whole files, and not their dates: two changes within a second have one date. They are small. */
    private Map<String, String> texts() {
        if (Files.notExists(folder) && read.isEmpty() && told.inForce().isEmpty()) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> texts = new TreeMap<>();
            for (Path file : files.filter(ApplicationFolder::isYaml).toList()) {
                texts.put(file.getFileName().toString(), text(file));
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

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            return "\0 not UTF-8";
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
