package io.github.spotbatch.testing.internal.sts;

import io.github.spotbatch.testing.internal.Scope;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** STS as the SDK sees it. Everybody is the account's one developer. */
public final class FakeSts {

  private static final String USER_ID = "AIDACKCEVSQ6C2EXAMPLE";

  private final Scope scope;

  public FakeSts(Scope scope) {
    this.scope = scope;
  }

  public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
    return GetCallerIdentityResponse.builder()
        .userId(USER_ID)
        .account(scope.account())
        .arn(scope.iam().caller())
        .build();
  }
}
