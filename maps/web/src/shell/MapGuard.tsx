/** Should the map fail, the lists beside it stay. */

import { Component, type ReactNode } from 'react';

interface Props {
  children: ReactNode;
  onFailure: (reason: string) => void;
}

export class MapGuard extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: Error) {
    this.props.onFailure(error.message);
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}
