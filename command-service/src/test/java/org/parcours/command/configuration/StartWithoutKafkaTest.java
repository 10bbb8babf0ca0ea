package org.parcours.command.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.parcours.command.CommandServiceApplication;
import org.parcours.command.publishing.EventPublisher;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT) // A service that starts sets the log levels of this JVM.
class StartWithoutKafkaTest {

    @TempDir
    private Path data;

    @Test
    void the_service_starts_and_its_log_is_not_flooded(CapturedOutput output) {
        try (ConfigurableApplicationContext service = CommandServiceApplication.application()
                .run(
                        "--server.port=0",
                        "--parcours.mllp.port=0",
                        "--parcours.log.url=jdbc:sqlite:" + data.resolve("parcours.db"),
                        "--parcours.kafka.bootstrap-servers=127.0.0.1:1")) {
            assertThat(service.getBean(EventPublisher.class).state())
                    .isEqualTo(EventPublisher.PublisherState.CONNECTING);
            // The client retries several times per second, so it would have logged in this time.
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);

            assertThat(output).doesNotContain("NetworkClient");
        }
    }
}
