package io.github.spotbatch.internal.image;

import java.util.Set;

/** Says in one sentence what a registry did not want. */
final class RegistryRefusals {

  private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);

  private RegistryRefusals() {}

  static void require(String host, String what, RegistryAnswer answer, int wanted) {
    if (answer.status() != wanted) {
      throw refusal(host, what, answer);
    }
  }

  static RegistryException refusal(String host, String what, RegistryAnswer answer) {
    // The answer to a HEAD has no words, so it may as well be a login that has run out.
    boolean expired =
        answer.status() == 403
            && (answer.body().length == 0 || answer.reason().contains("expired"));
    boolean login = answer.status() == 401 || expired;
    String fix =
        switch (answer.status()) {
          case 401, 403 -> "check that the credentials may read and write that registry";
          case 404 -> "check that the repository exists";
          default -> BUSY.contains(answer.status()) ? "try again later" : "see its answer";
        };
    return new RegistryException(
        "The registry %s refused %s (%s): %s.".formatted(host, what, answer.reason(), fix),
        answer.status(),
        login || BUSY.contains(answer.status()),
        null);
  }
}
