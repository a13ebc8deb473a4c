package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackCertificateTest {

  @Test
  void get_isOneForTheJvm() {
    assertThat(LoopbackCertificate.get()).isSameAs(LoopbackCertificate.get());
    assertThat(LoopbackCertificate.get().pem()).startsWith("-----BEGIN CERTIFICATE-----\n");
  }

  @Test
  void noKeytool_isSaidInOneSentence(@TempDir Path runtime) {
    Path keytool = runtime.resolve("bin/keytool");

    assertThatThrownBy(() -> LoopbackCertificate.requireKeytool(keytool))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "TLS on 127.0.0.1 needs a certificate, which keytool makes, and there is no "
                + keytool
                + ": run on a JDK or a whole Java runtime");
  }
}
