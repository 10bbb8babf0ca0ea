package org.parcours.query.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.query.store.ViewStoreException;
import org.springframework.util.ClassUtils;

class MongoAddressTest {

    @Test
    void the_store_is_described_by_its_hosts_and_its_database() {
        var server = new MongoServer(new MemoryBackend());
        server.bind();
        try (var store = MongoViewStore.open(server.getConnectionString() + "/views?appName=secret", List.of())) {
            assertThat(store.describe()).isEqualTo(server.getConnectionString() + "/views");
        } finally {
            server.shutdownNow();
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "mongodb://parcours:s3/cret@127.0.0.1/views",
                "mongodb://parcours:s3:cret@127.0.0.1/views",
                "mongodb://parcours:s3@cret@127.0.0.1/views",
                "mongodb://parcours:s3%cret@127.0.0.1/views",
                "mongodb://parcours:s3cret@/views"
            })
    void an_address_that_cannot_be_read_is_rejected_without_its_password(String address) {
        assertThatThrownBy(() -> MongoViewStore.open(address, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("percent-encoded")
                .hasNoCause()
                .hasMessageNotContainingAny("s3", "cret", "parcours:");
    }

    /** It accepts connections and never answers, as a server does whose disk hangs. */
    @Test
    @Timeout(20)
    void a_server_that_does_not_answer_ends_in_an_exception_without_user_and_password() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var started = System.nanoTime();
            var address = "mongodb://somebody:s3cret@127.0.0.1:" + silent.getLocalPort() + "/views";
            assertThatThrownBy(() -> MongoViewStore.open(address, List.of()))
                    .isInstanceOf(ViewStoreException.class)
                    .hasStackTraceContaining("127.0.0.1")
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("s3cret", "somebody"));
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static String stackTrace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Boot's own connection would be a second one, to another address. */
    @Test
    void spring_connects_to_no_mongodb_by_itself() {
        assertThat(ClassUtils.isPresent(
                        "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
                        getClass().getClassLoader()))
                .isFalse();
    }
}
