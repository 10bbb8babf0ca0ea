package org.parcours.query.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.events.Envelope;
import org.parcours.query.QueryServiceApplication;
import org.parcours.query.projection.TestFeed;
import org.parcours.query.views.ProjectionStatus;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** The service over HTTP, with its views in a file and without Kafka. */
final class RunningQueryService implements AutoCloseable {

    private static final Pattern OLDER_ENTRIES =
            Pattern.compile("(?s)<p class=\"more-entries\">\\s*<a href=\"(?<url>[^\"]+)\".*?</p>");
    private static final Pattern HISTORY =
            Pattern.compile("(?s)<div class=\"loading\" hx-get=\"(?<url>[^\"]+)\".*?</div>");

    private final Path folder = temporaryFolder();
    private final HttpClient http = HttpClient.newHttpClient();
    final ConfigurableApplicationContext context;
    final URI address;

    RunningQueryService(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--parcours.views.url=jdbc:sqlite:" + folder.resolve("views.db"),
                "--parcours.kafka.enabled=false",
                "--parcours.web.heartbeat-interval=200ms"));
        arguments.addAll(List.of(settings));
        context = QueryServiceApplication.application().run(arguments.toArray(String[]::new));
        address = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("views");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void apply(List<Envelope> log) {
        TestFeed.apply(context, log);
    }

    void setState(ProjectionStatus.State state) {
        TestFeed.setState(context, state);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(path, HttpResponse.BodyHandlers.ofString(), headers);
    }

    /** A request with the Accept header of a browser. */
    HttpResponse<String> page(String path) {
        return get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    /** A timeline page with all older entries and all histories, as a browser shows it once everything is opened. */
    String completePage(String path) {
        String language = path.replaceFirst(".*[?&]lang=", "");
        String page = page(path).body();
        for (Pattern fragment : List.of(OLDER_ENTRIES, HISTORY)) {
            for (Matcher next = fragment.matcher(page); next.find(); next = fragment.matcher(page)) {
                String url = next.group("url").replace("&amp;", "&");
                String content = get(url + (url.contains("?") ? "&" : "?") + "lang=" + language, "HX-Request", "true")
                        .body();
                page = page.substring(0, next.start()) + content + page.substring(next.end());
            }
        }
        return page;
    }

    BufferedReader stream(String path, String... headers) {
        InputStream body =
                send(path, HttpResponse.BodyHandlers.ofInputStream(), headers).body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    private <T> HttpResponse<T> send(String path, HttpResponse.BodyHandler<T> as, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), as);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(path, e);
        }
    }

    @Override
    public void close() {
        context.close();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
