package io.github.spotbatch.testing.internal.secrets;

import io.github.spotbatch.testing.internal.Scope;

/** The part of AWS Secrets Manager that needs no secret. */
public final class FakeSecretsManager {

  private final Scope scope;

  public FakeSecretsManager(Scope scope) {
    this.scope = scope;
  }
}
