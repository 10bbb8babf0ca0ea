package org.parcours.benchmarks.chromium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.springframework.util.FileSystemUtils;

/** A page in Chromium that is measured by {@code page-timing.js}, which runs before the scripts of the page. */
public final class ChromiumPage implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /**
     * What the browser had to do since the page was loaded, or since the last call of {@link #restartMeasurement}.
     *
     * @param firstContentfulPaint from the navigation, in ms
     * @param complete all that the page refers to is loaded, in ms
     * @param chartDrawn in ms
     * @param entries in the list
     * @param longestTask in ms; 0 where none is longer than 50 ms, below which Chromium names none
     * @param longTasks longer than 50 ms
     * @param longestFrame the longest time between two frames, in ms
     * @param layoutShift the sum of all shifts without an action of the user
     */
    public record Timing(
            double firstContentfulPaint,
            double complete,
            double chartDrawn,
            int entries,
            double longestTask,
            int longTasks,
            double longestFrame,
            double layoutShift) {}

    private final Path profile;
    private final ChromeDriver driver;

    private ChromiumPage(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    /** In a new browser without a screen, with an empty cache and a window of a usual size. */
    public static ChromiumPage open() throws IOException {
        Path profile = Files.createTempDirectory("chromium");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(executable("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .toFile());
        options.setPageLoadTimeout(TIMEOUT);
        options.setScriptTimeout(TIMEOUT);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(executable("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver")
                                .toFile())
                        .build(),
                options);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", resource("page-timing.js")));
        return new ChromiumPage(profile, driver);
    }

    public void emptyCache() {
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }

    /** Returns when the page is loaded, its chart is drawn and the browser has nothing more to do. */
    public Timing visit(String address) {
        driver.get("about:blank");
        driver.get(address);
        return timing("pageTiming.settled().then(pageTiming.read)");
    }

    public void restartMeasurement() {
        driver.executeScript("pageTiming.restart()");
    }

    /**
     * Scrolls down by so much a frame until the list has no older entries to load.
     *
     * @param pixels a frame: a screen has 900
     */
    public Timing scrollToEnd(int pixels) throws InterruptedException {
        driver.executeScript("pageTiming.scrollToEnd(arguments[0])", pixels);
        // The driver waits for no script that takes some minutes.
        while (!(Boolean) driver.executeScript("return pageTiming.isAtEnd()")) {
            Thread.sleep(1000);
        }
        return timing("pageTiming.settled().then(pageTiming.read)");
    }

    private Timing timing(String promise) {
        @SuppressWarnings("unchecked")
        Map<String, Number> read = (Map<String, Number>) driver.executeAsyncScript(promise + ".then(arguments[0])");
        return new Timing(
                read.get("firstContentfulPaint").doubleValue(),
                read.get("complete").doubleValue(),
                read.get("chartDrawn").doubleValue(),
                read.get("entries").intValue(),
                read.get("longestTask").doubleValue(),
                read.get("longTasks").intValue(),
                read.get("longestFrame").doubleValue(),
                read.get("layoutShift").doubleValue());
    }

    private static String resource(String name) {
        try (var content = ChromiumPage.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path executable(String... places) {
        Optional<Path> found =
                Stream.of(places).map(Path::of).filter(Files::isExecutable).findFirst();
        return found.orElseThrow(() -> new IllegalStateException("Chromium and its driver have to be installed"));
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        FileSystemUtils.deleteRecursively(profile);
    }
}
