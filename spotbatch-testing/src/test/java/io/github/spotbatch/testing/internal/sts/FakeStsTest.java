package io.github.spotbatch.testing.internal.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.internal.Neighbours;
import org.junit.jupiter.api.Test;

class FakeStsTest {

  @Test
  void getCallerIdentity_always_isTheAccountsDeveloper() {
    var identity = new Neighbours().sts().getCallerIdentity();

    assertThat(identity.account()).isEqualTo("123456789012");
    assertThat(identity.arn()).isEqualTo("arn:aws:iam::123456789012:user/developer");
  }
}
