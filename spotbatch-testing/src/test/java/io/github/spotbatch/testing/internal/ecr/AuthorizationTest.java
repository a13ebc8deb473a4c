package io.github.spotbatch.testing.internal.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.Neighbours;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

class AuthorizationTest {

  private final Neighbours neighbours = new Neighbours();
  private final EcrClient ecr = neighbours.ecr();

  @AfterEach
  void close() {
    neighbours.world.close();
  }

  @Test
  @Rule("ECR-3")
  void token_isOfTheUserAwsAndLastsTwelveHours() {
    AuthorizationData data = ecr.getAuthorizationToken().authorizationData().get(0);

    byte[] login = Base64.getDecoder().decode(data.authorizationToken());
    assertThat(new String(login, StandardCharsets.UTF_8)).matches("AWS:[0-9a-f]{64}");
    assertThat(data.expiresAt()).isEqualTo(VirtualClock.DEFAULT_START.plus(Duration.ofHours(12)));
    assertThat(data.proxyEndpoint()).matches("https://127\\.0\\.0\\.1:\\d+");
  }

  @Test
  @SuppressWarnings("deprecation") // it still exists, so it must not be ignored
  void token_ofOtherRegistries_isNotModelled() {
    assertThatThrownBy(() -> ecr.getAuthorizationToken(r -> r.registryIds("210987654321")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("GetAuthorizationToken")
        .hasMessageContaining("registryIds");
  }
}
