package io.github.spotbatch.testing.internal.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/**
 * What reads would see that lag behind by less than a bound: answers of a while ago, and none of
 * what has been made since.
 */
final class Lag {

  /** What somebody asks. */
  private record Question(CallSite site, SdkRequest request) {}

  /** One value by which a thing is told from others, such as a job's id. */
  record Mark(CallSite site, String member, String value) {}

  private final Duration bound;
  private final Map<Question, Answer> answers = new LinkedHashMap<>();
  private final Map<Mark, Instant> made = new LinkedHashMap<>();

  Lag(Duration bound) {
    this.bound = bound;
  }

  /** Something was changed by a call, and may have been made by it. */
  void changed(CallSite site, String operation, SdkResponse response, Instant now) {
    forget(made, now);
    for (Map.Entry<String, String> mark : MadeThings.of(operation, response).entrySet()) {
      made.putIfAbsent(new Mark(site, mark.getKey(), mark.getValue()), now);
    }
  }

  /** What a read may get instead of the truth. */
  Answer old(CallSite site, SdkRequest request, Answer truth) {
    Instant now = truth.asOf();
    forget(made, now);
    forgetAnswers(now);
    Question question = new Question(site, asked(request));
    Answer held = answers.get(question);
    if (held != null && counts(held.asOf(), now)) {
      return held;
    }
    Answer old = truth.without(made, site);
    answers.remove(question); // so that it goes to the end
    answers.put(question, old);
    return old;
  }

  /** How a request is sent, such as with how many retries, is no part of what it asks. */
  private static SdkRequest asked(SdkRequest request) {
    return request instanceof AwsRequest aws
        ? aws.toBuilder().overrideConfiguration((AwsRequestOverrideConfiguration) null).build()
        : request;
  }

  private boolean counts(Instant then, Instant now) {
    return now.isBefore(then.plus(bound));
  }

  private void forget(Map<Mark, Instant> times, Instant now) {
    Iterator<Instant> oldest = times.values().iterator();
    while (oldest.hasNext() && !counts(oldest.next(), now)) {
      oldest.remove();
    }
  }

  private void forgetAnswers(Instant now) {
    Iterator<Answer> oldest = answers.values().iterator();
    while (oldest.hasNext() && !counts(oldest.next().asOf(), now)) {
      oldest.remove();
    }
  }
}
