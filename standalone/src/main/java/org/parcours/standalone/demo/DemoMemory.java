package org.parcours.standalone.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;

/**
 * What the demo remembers from one start to the next: a demo that is started again tells the same history no second
 * time, and uses no number twice. Where it was stopped in the middle of the history, it tells it from the beginning, in
 * the same bytes, which Parcours recognises.
 *
 * @param began the "now" of its history
 * @param starts how often it has been started, this one included
 * @param toldUntil of the history everything told before has been answered
 */
record DemoMemory(long seed, int patients, Instant began, int starts, Instant toldUntil) {

    private static final String FILE = "demo.properties";

    /** Remembers, or begins: another seed or number of patients is another demo. */
    static DemoMemory open(DemoSettings settings, Instant now) {
        Path file = settings.directory().resolve(FILE);
        if (Files.exists(file)) {
            DemoMemory known = read(file);
            if (known.seed == settings.seed() && known.patients == settings.patients()) {
                return new DemoMemory(known.seed, known.patients, known.began, known.starts + 1, known.toldUntil);
            }
        }
        return new DemoMemory(
                settings.seed(), settings.patients(), now.truncatedTo(ChronoUnit.SECONDS), 1, Instant.EPOCH);
    }

    DemoMemory toldUntil(Instant time) {
        return new DemoMemory(seed, patients, began, starts, time);
    }

    void keep(Path directory) {
        Properties properties = new Properties();
        properties.setProperty("seed", Long.toString(seed));
        properties.setProperty("patients", Integer.toString(patients));
        properties.setProperty("began", began.toString());
        properties.setProperty("starts", Integer.toString(starts));
        properties.setProperty("told-until", toldUntil.toString());
        Path file = directory.resolve(FILE);
        Path written = directory.resolve(FILE + ".new");
        try {
            Files.createDirectories(directory);
            try (Writer writer = Files.newBufferedWriter(written)) {
                properties.store(writer, "What the demo hospital has told. Remove the whole folder to start afresh.");
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static DemoMemory read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        return new DemoMemory(
                Long.parseLong(properties.getProperty("seed")),
                Integer.parseInt(properties.getProperty("patients")),
                Instant.parse(properties.getProperty("began")),
                Integer.parseInt(properties.getProperty("starts")),
                Instant.parse(properties.getProperty("told-until")));
    }
}
