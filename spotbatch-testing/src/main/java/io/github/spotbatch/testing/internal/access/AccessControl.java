package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.fault.ServiceErrors;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.Mishaps;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Lets calls through, or refuses them as AWS does, by the policies of whoever calls. */
public final class AccessControl implements Permissions {

  /** EC2 says why in a code that only the owner of the policies can read. This one says nothing. */
  private static final String ENCODED =
      ". Encoded authorization failure message: spotbatch-testing-encodes-nothing";

  private final @Nullable CallerPolicy policy;
  private final Set<String> asked = new TreeSet<>();

  private AccessControl(@Nullable CallerPolicy policy) {
    this.policy = policy;
  }

  /**
   * Reads the policies.
   *
   * @param documents if there are none, everything is allowed and nothing is asked
   * @throws IllegalArgumentException if one is no policy, or says more than the fake models
   */
  public static AccessControl of(List<String> documents) {
    return new AccessControl(documents.isEmpty() ? null : CallerPolicy.of(documents));
  }

  /** Whether there are policies at all. */
  public boolean isOn() {
    return policy != null;
  }

  /** The actions that calls have needed so far, in order of their names. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** What goes wrong with the calls of a service, after the caller was found to be allowed them. */
  public Mishaps guard(AwsService service, Scope scope, Mishaps others) {
    if (!isOn()) {
      return others;
    }
    Needs needs = Needs.of(service, scope);
    String caller = scope.iam().caller();
    return request ->
        new CheckedCall(
            others.of(request),
            () -> needs.of(request).forEach(needed -> require(service, caller, needed)));
  }

  /**
   * Refuses what is not allowed.
   *
   * @throws AwsServiceException if it is not allowed
   */
  @Override
  public void require(AwsService service, String caller, Needed needed) {
    if (policy == null) {
      return;
    }
    synchronized (this) {
      asked.add(needed.action());
    }
    policy
        .refusal(needed)
        .ifPresent(
            why -> {
              throw ServiceErrors.denied(service, message(service, caller, needed, why));
            });
  }

  private static String message(AwsService service, String caller, Needed needed, String why) {
    String on = needed.shown().isEmpty() ? "" : " on resource: " + needed.shown();
    String sentence =
        "User: " + caller + " is not authorized to perform: " + needed.action() + on + " " + why;
    return service == AwsService.EC2
        ? "You are not authorized to perform this operation. "
            + sentence
            + (needed.shown().isEmpty() ? "" : ENCODED)
        : sentence;
  }
}
