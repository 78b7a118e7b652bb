// From the tab "History" the whole card can be shown as it was then.
import { createContext, useContext } from 'react';

const TravelContext = createContext<(at: string | null) => void>(() => undefined);
export const TimeTravel = TravelContext.Provider;
export const useTimeTravel = () => useContext(TravelContext);
