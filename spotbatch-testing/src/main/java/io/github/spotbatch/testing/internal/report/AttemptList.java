package io.github.spotbatch.testing.internal.report;

import io.github.spotbatch.testing.AttemptReport;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/** The attempts as users see them, each made when it is asked for: there may be a million. */
final class AttemptList extends AbstractList<AttemptReport> implements RandomAccess {

  private final List<AttemptRecord> records;
  private final Function<AttemptRecord, AttemptReport> shown;

  AttemptList(List<AttemptRecord> records, Function<AttemptRecord, AttemptReport> shown) {
    this.records = records;
    this.shown = shown;
  }

  @Override
  public AttemptReport get(int index) {
    return shown.apply(records.get(index));
  }

  @Override
  public int size() {
    return records.size();
  }
}
